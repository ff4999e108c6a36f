// The object of --json: a fold of a run's record, so that a run that fails, stops or dies tells what is known of it.
using System.Text.Json.Nodes;

namespace PluginHost.Engine;

/// <summary>
/// The object of <c>--json</c>, folded from a run's record. Every documented key is always there, null where it is not known. Of a run that is
/// done, losses are those of the first stage that trained; of any other, those of the stage that was at work, whose name is <c>stage</c>.
/// </summary>
public sealed class RunSummary
{
    private readonly SortedDictionary<int, Stage> _stages = [];
    private readonly Dictionary<string, JsonNode?> _figures = new(StringComparer.Ordinal);
    private DateTimeOffset? _started, _latest;
    private TimeSpan _earlier;
    private long? _peak;

    /// <summary>What the record of a run's folder tells.</summary>
    public static RunSummary Of(string runDirectory)
    {
        var summary = new RunSummary();
        foreach (var happened in RunRecord.ReadAll(runDirectory)) summary.Apply(happened);
        return summary;
    }

    /// <summary>Takes one more event.</summary>
    public void Apply(RunEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        switch (happened)
        {
            case RunStarted:
                // A run that goes on: what its earlier workers did belongs to it.
                if (_started is { } began) _earlier += _latest!.Value - began;
                _started = happened.Time;
                break;
            case StageStarted started:
                var kept = started.Step > 0 ? _stages.GetValueOrDefault(started.Stage) : null;
                _stages[started.Stage] = (kept ?? new Stage()).Begin(started);
                break;
            case StepTaken step when _stages.TryGetValue(step.Stage, out var stage):
                stage.Take(step);
                break;
            case Evaluated evaluated when _stages.TryGetValue(evaluated.Stage, out var stage):
                stage.Evaluate(evaluated);
                break;
            case StageEnded ended:
                if (!_stages.TryGetValue(ended.Stage, out var done)) _stages[ended.Stage] = done = new Stage();
                done.End(ended.Result);
                break;
            case Reported reported:
                _figures[reported.Name] = reported.Value;
                break;
            case RunEnded ended:
                if (ended.Summary["peak_rss_mib"] is JsonValue peak && peak.TryGetValue(out long mebibytes)) _peak = Math.Max(_peak ?? 0, mebibytes);
                break;
        }

        _latest = happened.Time;
    }

    /// <summary>The object.</summary>
    /// <param name="status">How the run stands.</param>
    /// <param name="runDirectory">Its folder; null when it never had one.</param>
    /// <param name="message">Why it did not end well; null when it did.</param>
    /// <param name="now">The present, for a worker that still runs; null for one that is gone.</param>
    /// <param name="peak">The most memory that the last worker held, in MiB; null when that is not known.</param>
    public JsonObject ToJson(RunStatus status, string? runDirectory, string? message, DateTimeOffset? now = null, long? peak = null)
    {
        var trained = _stages.Values.Where(stage => stage.Steps > 0).ToList();
        var current = _stages.Values.LastOrDefault(stage => !stage.IsDone);
        var done = status == RunStatus.Done;
        var last = (done ? null : current) ?? trained.LastOrDefault() ?? _stages.Values.LastOrDefault();
        var losses = done ? trained.FirstOrDefault() : last;
        var pace = done ? trained.MaxBy(stage => stage.Seconds) : last;
        var summary = new JsonObject
        {
            ["status"] = status.ToString().ToLowerInvariant(),
            ["run_dir"] = runDirectory,
            ["stage"] = done ? null : current?.Name,
            ["device"] = last?.Device,
            ["steps"] = _stages.Values.Sum(stage => stage.Steps),
            ["train_loss_first"] = Number(losses?.First),
            ["train_loss_last"] = Number(losses?.Last),
            ["val_loss"] = Number(losses is not null && losses.Metrics.TryGetValue("loss", out var loss) ? loss : null),
            ["trainable_parameters"] = last?.TrainableParameters,
            ["total_parameters"] = last?.TotalParameters,
            ["tokens_per_s"] = pace?.ItemsPerSecond is > 0 and var speed ? speed : null,
            ["peak_rss_mib"] = peak is null ? _peak : Math.Max(peak.Value, _peak ?? 0),
            ["seconds"] = _started is { } began ? Math.Round((_earlier + ((now ?? _latest!.Value) - began)).TotalSeconds, 2) : null,
            ["message"] = message,
        };
        // A recipe reports at its end; one that did not get there has at least what its stages measured.
        if (!done)
            foreach (var stage in _stages.Values)
            {
                foreach (var (name, value) in stage.Before) summary.TryAdd(name + "_before", Number(value));
                foreach (var (name, value) in stage.Metrics)
                    if (name != "loss" && !s_keys.Contains(name)) summary[name] = Number(value);
            }

        foreach (var (name, value) in _figures) summary[name] = value?.DeepClone();
        return summary;
    }

    private static readonly HashSet<string> s_keys =
    [
        "status", "run_dir", "stage", "device", "steps", "train_loss_first", "train_loss_last", "val_loss", "trainable_parameters", "total_parameters",
        "tokens_per_s", "peak_rss_mib", "seconds", "message",
    ];

    // JSON has no word for what is not finite.
    private static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;

    /// <summary>What is known of one stage.</summary>
    private sealed class Stage
    {
        private long _total;
        private double _firstSum;
        private long _firstCount;

        public string Name { get; private set; } = "";

        public string? Device { get; private set; }

        public bool IsDone { get; private set; }

        public long Steps { get; private set; }

        public double? First { get; private set; }

        public double? Last { get; private set; }

        public double ItemsPerSecond { get; private set; }

        public double Seconds { get; private set; }

        public long TrainableParameters { get; private set; }

        public long TotalParameters { get; private set; }

        public IReadOnlyDictionary<string, double> Before { get; private set; } = new Dictionary<string, double>();

        public IReadOnlyDictionary<string, double> Metrics { get; private set; } = new Dictionary<string, double>();

        public Stage Begin(StageStarted started)
        {
            (Name, Device, Steps, _total) = (started.Name, started.Device, started.Step, started.TotalSteps);
            (TrainableParameters, TotalParameters) = (started.TrainableParameters, started.TotalParameters);
            return this;
        }

        public void Take(StepTaken step)
        {
            Steps = step.Step;
            Last = step.Loss;
            if (step.ItemsPerSecond > 0) ItemsPerSecond = step.ItemsPerSecond;
            // As a finished stage's: the mean over the first 1%, here of those steps that were published.
            if (step.Step > Math.Max(1, _total / 100) && _firstCount > 0) return;
            _firstSum += step.Loss;
            First = _firstSum / ++_firstCount;
        }

        public void Evaluate(Evaluated evaluated)
        {
            if (evaluated.Step == 0) Before = evaluated.Metrics;
            Metrics = evaluated.Metrics;
        }

        public void End(StageResult result)
        {
            IsDone = true;
            (Name, Device, Steps, First, Last) = (result.Name, result.Device, result.Steps, result.TrainLossFirst, result.TrainLossLast);
            (TrainableParameters, TotalParameters) = (result.TrainableParameters, result.TotalParameters);
            (ItemsPerSecond, Seconds, Before, Metrics) = (result.ItemsPerSecond, result.Seconds, result.Before, result.Metrics);
        }
    }
}
