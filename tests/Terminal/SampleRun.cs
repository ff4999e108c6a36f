// Events of a small run, at times that a test chooses.
using System.Text.Json.Nodes;
using PluginHost.Terminal;

namespace PluginHost.Tests.Terminal;

/// <summary>Events at a number of seconds after the run's start.</summary>
internal static class SampleRun
{
    public static DateTimeOffset At(double seconds) => new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddSeconds(seconds);

    public static RunStarted Started(double at = 0) => new("tiny", "/scripts/tiny.csx", 4711, null) { Time = At(at) };

    public static StageStarted Stage(double at, int number = 1, string name = "pretrain", long step = 0, long total = 100, StageMode mode = StageMode.Pretrain) =>
        new(number, name, mode, step, total, 1_000, 842_496, "cpu", "tokens") { Time = At(at) };

    public static StepTaken Step(double at, long step, double loss, int stage = 1) => new(stage, step, loss, 3e-4, 1.5, 8_214) { Time = At(at) };

    public static Evaluated Evaluated(double at, long step, int stage = 1) =>
        new(stage, step, new Dictionary<string, double> { ["accuracy"] = 0.75, ["loss"] = 2.5 }) { Time = At(at) };

    public static StageEnded Ended(double at, int stage = 1, string name = "pretrain", long steps = 100) => new(stage, new StageResult
    {
        Name = name,
        ModelDirectory = "/runs/tiny/model",
        Steps = steps,
        TrainLossFirst = 5.5,
        TrainLossLast = 2.25,
        Before = new Dictionary<string, double> { ["loss"] = 5.6 },
        Metrics = new Dictionary<string, double> { ["loss"] = 2.5, ["accuracy"] = 0.75 },
        ItemsPerSecond = 8_214,
        Seconds = 42,
    })
    { Time = At(at) };

    public static RunEnded Over(double at, RunStatus status = RunStatus.Done, int code = 0, string? message = null) =>
        new(status, code, message, null, new JsonObject { ["status"] = "done" }) { Time = At(at) };

    public static RunState Fold(params RunEvent[] events) => events.Aggregate(RunState.Empty, (state, happened) => state.Apply(happened));
}
