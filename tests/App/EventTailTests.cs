// A record is read while it is written, half lines and damaged ones included.
using System.Text.Json;
using PluginHost.App;
using PluginHost.Tests.Terminal;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class EventTailTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginhost-tail-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_line_is_read_once_and_when_it_is_whole()
    {
        using var tail = new EventTail(_folder);
        Assert.Empty(tail.Read());
        var line = JsonSerializer.Serialize<RunEvent>(SampleRun.Step(1, 5, 2.5), SdkJson.Default.RunEvent);
        Append(line[..20]);
        Assert.Empty(tail.Read());
        Append(line[20..] + "\n" + line + "\n");
        Assert.Equal([5, 5], tail.Read().Cast<StepTaken>().Select(step => step.Step));
        Assert.Empty(tail.Read());
    }

    [Fact]
    public void A_damaged_line_is_named_and_the_rest_is_read()
    {
        using var tail = new EventTail(_folder);
        var line = JsonSerializer.Serialize<RunEvent>(new Noted("whole"), SdkJson.Default.RunEvent);
        Append($"{line}\n{line[..10]}\n{line}\n");
        var events = tail.Read().ToList();
        Assert.Equal(3, events.Count);
        Assert.StartsWith("Line 2 of the run's record cannot be read", Assert.IsType<Warned>(events[1]).Message, StringComparison.Ordinal);
        Assert.IsType<Noted>(events[2]);
    }

    [Fact]
    public void A_line_may_be_longer_than_the_buffer()
    {
        using var tail = new EventTail(_folder);
        var text = new string('x', 200_000);
        Append(JsonSerializer.Serialize<RunEvent>(new Noted(text), SdkJson.Default.RunEvent) + "\n");
        Assert.Equal(text, Assert.IsType<Noted>(tail.Read().Single()).Message);
    }

    private void Append(string text) => File.AppendAllText(Path.Join(_folder, "events.jsonl"), text);
}
