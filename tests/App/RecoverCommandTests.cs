// What becomes of a run whose worker died, decided from records of several histories.
using System.Text.Json;
using PluginHost.App;
using PluginHost.Engine;
using PluginHost.Tests.Terminal;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class RecoverCommandTests : IDisposable
{
    private const string Crashed = "11";

    private readonly string _folder = Directory.CreateTempSubdirectory("pluginhost-recover-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Restarts_in_a_row_are_counted_until_the_run_gets_further()
    {
        Record(restarts: 1, SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(2, 5, 2.5), Died(5, 1), SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(3, 5, 2.5));
        Assert.Equal(1, Recover());
        var ended = Assert.IsType<RunEnded>(Events()[^1]);
        Assert.Equal((RunStatus.Failed, 1), (ended.Status, ended.ExitCode));
        Assert.Contains("1 restart in a row got no further", ended.Message, StringComparison.Ordinal);

        Record(restarts: 1, SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(2, 5, 2.5), Died(5, 1), SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(3, 6, 2.5));
        Assert.Equal(RecoverCommand.StartAgain, Recover());
        var died = Assert.IsType<WorkerDied>(Events()[^1]);
        Assert.Equal((1, true, 6L), (died.Attempt, died.Restarting, died.Step));
        Assert.True(RunRequest.Load(_folder).Resume);
    }

    [Fact]
    public void A_person_who_goes_on_with_a_run_begins_the_count_anew()
    {
        Record(restarts: 1, SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(2, 5, 2.5), Died(5, 1), SampleRun.Started(), Died(5, 1, restarting: false), SampleRun.Over(4),
            SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(3, 5, 2.5));
        Assert.Equal(RecoverCommand.StartAgain, Recover());
    }

    [Fact]
    public void A_run_that_is_over_or_was_to_stop_is_not_begun_again()
    {
        Record(restarts: 3, SampleRun.Started(), SampleRun.Stage(1), SampleRun.Over(4));
        Assert.Equal(((RunEnded)Events()[^1]).ExitCode, Recover());
        Record(restarts: 3, SampleRun.Started(), SampleRun.Stage(1));
        Assert.Equal(1, Recover(stopping: true));
        Record(restarts: 3, SampleRun.Started());
        Assert.Equal(4, RecoverCommand.Execute(["recover", _folder, "15", "1"]));
        Assert.Equal(RunStatus.Stopped, Assert.IsType<RunEnded>(Events()[^1]).Status);
    }

    private static WorkerDied Died(long step, int attempt, bool restarting = true) => new("crashed", "tiny", step, null, null, attempt, restarting, "It crashed.");

    private int Recover(bool stopping = false) => RecoverCommand.Execute(["recover", _folder, Crashed, stopping ? "1" : "0"]);

    private List<RunEvent> Events() => [.. RunRecord.ReadAll(_folder)];

    private void Record(int restarts, params RunEvent[] events)
    {
        new RunRequest { Name = "tiny", Recipe = "tiny.csx", BaseDirectory = _folder, Home = _folder, RunDirectory = _folder, Restarts = restarts }.Save();
        File.WriteAllLines(Path.Join(_folder, "events.jsonl"), events.Select(happened => JsonSerializer.Serialize(happened, SdkJson.Default.RunEvent)));
    }
}
