// What --json tells of a run that did not end well.
using System.Text.Json.Nodes;
using PluginHost.Engine;
using PluginHost.Tests.Terminal;
using Xunit;

namespace PluginHost.Tests.Engine;

public sealed class RunSummaryTests
{
    private static readonly string[] s_documented =
    [
        "status", "run_dir", "stage", "device", "steps", "train_loss_first", "train_loss_last", "val_loss", "trainable_parameters", "total_parameters",
        "tokens_per_s", "peak_rss_mib", "seconds", "message",
    ];

    [Fact]
    public void Every_documented_key_is_there_even_of_a_run_that_never_began()
    {
        var answer = new RunSummary().ToJson(RunStatus.Failed, null, "No.");
        Assert.Equal(s_documented, answer.Select(pair => pair.Key));
        Assert.Equal(("failed", "No.", 0L), (answer["status"]!.GetValue<string>(), answer["message"]!.GetValue<string>(), answer["steps"]!.GetValue<long>()));
    }

    [Fact]
    public void The_stage_at_work_is_told_of()
    {
        var answer = Fold(SampleRun.Started(), SampleRun.Stage(1), SampleRun.Ended(43), SampleRun.Stage(44, 2, "tune"), SampleRun.Evaluated(45, 0, 2),
            SampleRun.Step(46, 1, 3.0, 2), SampleRun.Step(50, 30, 1.5, 2), SampleRun.Evaluated(51, 30, 2), new Reported("own", JsonValue.Create(7.0)) { Time = SampleRun.At(52) })
            .ToJson(RunStatus.Stopped, "/runs/tiny", "Stopped.");
        Assert.Equal(("tune", "cpu", 130L), (answer["stage"]!.GetValue<string>(), answer["device"]!.GetValue<string>(), answer["steps"]!.GetValue<long>()));
        Assert.Equal((3.0, 1.5, 2.5), (Figure(answer, "train_loss_first"), Figure(answer, "train_loss_last"), Figure(answer, "val_loss")));
        Assert.Equal((0.75, 0.75, 7.0), (Figure(answer, "accuracy_before"), Figure(answer, "accuracy"), Figure(answer, "own")));
        Assert.Equal((8_214.0, 52.0), (Figure(answer, "tokens_per_s"), Figure(answer, "seconds")));
        Assert.Equal(842_496, answer["total_parameters"]!.GetValue<long>());
    }

    [Fact]
    public void A_run_that_is_done_tells_of_its_first_training()
    {
        var answer = Fold(SampleRun.Started(), SampleRun.Stage(1), SampleRun.Ended(43), SampleRun.Stage(44, 2, "tune"), SampleRun.Evaluated(45, 0, 2),
            SampleRun.Ended(46, 2, "tune")).ToJson(RunStatus.Done, "/runs/tiny", null);
        Assert.Equal((5.5, 2.25, 2.5), (Figure(answer, "train_loss_first"), Figure(answer, "train_loss_last"), Figure(answer, "val_loss")));
        Assert.Null(answer["stage"]);
        Assert.False(answer.ContainsKey("accuracy_before"));
    }

    [Fact]
    public void Time_and_memory_are_those_of_all_workers()
    {
        var first = new JsonObject { ["peak_rss_mib"] = 900L };
        var summary = Fold(SampleRun.Started(), SampleRun.Stage(1), new RunEnded(RunStatus.Stopped, 4, null, null, first) { Time = SampleRun.At(30) },
            SampleRun.Started(1000), SampleRun.Stage(1001, step: 50));
        var answer = summary.ToJson(RunStatus.Done, null, null, SampleRun.At(1010), 300);
        Assert.Equal((40.0, 900L), (Figure(answer, "seconds"), answer["peak_rss_mib"]!.GetValue<long>()));
    }

    private static RunSummary Fold(params RunEvent[] events)
    {
        var summary = new RunSummary();
        foreach (var happened in events) summary.Apply(happened);
        return summary;
    }

    private static double Figure(JsonObject answer, string name) => answer[name]!.GetValue<double>();
}
