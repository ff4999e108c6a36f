// A run as plain lines, for where there is no terminal: a log file, a pipe, a CI job.
namespace PluginHost.Terminal;

/// <summary>
/// Turns events into lines at sensible intervals: the first and the last step of a stage, every tenth of it (no two within a second), and at least one
/// line every 5 seconds in its first minute, 30 seconds in its first half hour and 5 minutes after that. Time is the events' own, so the same record always gives the same lines.
/// </summary>
public sealed class PlainLines
{
    private const int ConsoleRows = 20;

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    private (int Stage, long Step, DateTimeOffset Time)? _shown;

    /// <summary>The lines for one event.</summary>
    /// <param name="state">The run after the event.</param>
    /// <param name="happened">The event.</param>
    public IEnumerable<string> Lines(RunState state, RunEvent happened)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(happened);
        return happened switch
        {
            StageStarted started => [Start(started)],
            StepTaken step when state.Stages.Find(stage => stage.Number == step.Stage) is { } stage && IsDue(stage, step) => [Step(stage, step)],
            Evaluated evaluated => [$"{Name(state, evaluated.Stage)}  at step {Figures.Whole(evaluated.Step)}: {Figures.Metrics(evaluated.Metrics)}"],
            CheckpointSaved saved => [$"{Name(state, saved.Stage)}  saved step {Figures.Whole(saved.Step)} in {saved.Directory}"],
            Noted noted => [noted.Message],
            Warned warned => ["warning: " + warned.Message],
            WorkerDied died => ["warning: " + died.Message],
            LiveValueSet set => [RunState.Sentence(set)],
            PluginReloaded reloaded => [RunState.Sentence(reloaded)],
            ReloadRefused refused => ["warning: " + refused.Message],
            ConsoleLine line => [.. Console(line)],
            Stalled { Stack: null } stalled => ["warning: " + stalled.Message],
            Stalled stalled => ["warning: " + stalled.Message, .. stalled.Stack.Split('\n').Select(frame => "  | " + frame)],
            StageEnded ended => [End(state, ended)],
            _ => [],
        };
    }

    private static IEnumerable<string> Console(ConsoleLine line)
    {
        yield return "console> " + line.Code.ReplaceLineEndings(" ");
        foreach (var text in new[] { line.Printed, line.Result, line.Fault })
            if (!string.IsNullOrEmpty(text))
                foreach (var row in text.TrimEnd().Split('\n').Take(ConsoleRows)) yield return "  " + row.TrimEnd();
    }

    private static string Start(StageStarted started)
    {
        var parameters = started.TrainableParameters == started.TotalParameters
            ? $"{Figures.Count(started.TotalParameters)} parameters"
            : $"{Figures.Count(started.TrainableParameters)} of {Figures.Count(started.TotalParameters)} parameters trained";
        var from = started.Step > 0 ? $", goes on after step {Figures.Whole(started.Step)}" : "";
        var steps = started.Mode == StageMode.Evaluate ? "evaluation" : $"{Figures.Whole(started.TotalSteps)} steps{from}";
        return $"{started.Name}  stage {started.Stage}: {steps}, {parameters}, on {started.Device}";
    }

    private bool IsDue(StageState stage, StepTaken step)
    {
        if (_shown is { } last && last.Stage == step.Stage && step.Step != stage.TotalSteps)
        {
            var elapsed = step.Time - stage.Started;
            var interval = elapsed < TimeSpan.FromMinutes(1) ? TimeSpan.FromSeconds(5)
                : elapsed < TimeSpan.FromMinutes(30) ? TimeSpan.FromSeconds(30)
                : TimeSpan.FromMinutes(5);
            var tenths = step.Step * 10 / Math.Max(1, stage.TotalSteps) > last.Step * 10 / Math.Max(1, stage.TotalSteps);
            if (step.Time - last.Time < (tenths ? s_shortest : interval)) return false;
        }

        _shown = (step.Stage, step.Step, step.Time);
        return true;
    }

    private static string Step(StageState stage, StepTaken step)
    {
        var remaining = stage.Remaining(step.Time) is { } time ? $"  ETA {Figures.Duration(time)}" : "";
        return $"{stage.Name}  step {Figures.Whole(step.Step)}/{Figures.Whole(stage.TotalSteps)} ({stage.Share * 100:0}%)  loss {Figures.Value(step.Loss)}"
            + $"  lr {Figures.LearningRate(step.LearningRate)}  {Figures.Count(step.ItemsPerSecond)} {stage.Items}/s{remaining}";
    }

    private static string End(RunState state, StageEnded ended)
    {
        var result = ended.Result;
        var loss = result is { TrainLossFirst: { } first, TrainLossLast: { } last } ? $", loss {Figures.Value(first)} -> {Figures.Value(last)}" : "";
        var metrics = result.Metrics.Count > 0 ? $"; evaluated: {Figures.Metrics(result.Metrics)}" : "";
        return $"{Name(state, ended.Stage)}  done in {Figures.Duration(state.Stages.Find(stage => stage.Number == ended.Stage)?.Duration ?? TimeSpan.FromSeconds(result.Seconds))}{loss}{metrics}";
    }

    private static string Name(RunState state, int stage) => state.Stages.Find(known => known.Number == stage)?.Name ?? $"stage {stage}";
}
