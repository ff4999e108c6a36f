// A record that cannot be written.
using PluginHost.Engine;
using Xunit;

namespace PluginHost.Tests.Engine;

public sealed class RunRecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginhost-record-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_full_disk_is_said_once_and_stops_nothing()
    {
        File.CreateSymbolicLink(Path.Join(_folder, RunRecord.FileName), "/dev/full");
        var (said, published) = (new List<string>(), 0);
        using var record = new RunRecord(_folder);
        record.Unwritable += said.Add;
        record.Published += _ => published++;
        record.Publish(new Noted("one"));
        record.Publish(new Noted("two"));
        Assert.Contains("No space left on device", Assert.Single(said), StringComparison.Ordinal);
        Assert.Equal(2, published);
        Assert.NotNull(record.Fault);
    }

    [Fact]
    public void Half_a_line_is_left_out()
    {
        File.WriteAllText(Path.Join(_folder, RunRecord.FileName), "{\"type\":\"note\",\"message\":\"a\"}\n{\"type\":\"no}\n{\"type\":\"note\",\"message\":\"b\"}\n");
        Assert.Equal(["a", "b"], RunRecord.ReadAll(_folder).Cast<Noted>().Select(note => note.Message));
    }

    [Fact]
    public void No_space_is_named() =>
        Assert.StartsWith("There is no space left on the device", FaultSentence.Of(new IOException("No space left on device : '/x'", 28)), StringComparison.Ordinal);
}
