// How one stage of a run stands.
using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace PluginHost.Terminal;

/// <summary>How one stage of a run stands: folded from the run's record, never computed elsewhere.</summary>
public sealed record StageState
{
    /// <summary>Its number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it does.</summary>
    public StageMode Mode { get; init; }

    /// <summary>Where it runs.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>What is counted: "tokens" or "rows".</summary>
    public string Items { get; init; } = "rows";

    /// <summary>Numbers that are trained.</summary>
    public long TrainableParameters { get; init; }

    /// <summary>Numbers in the model.</summary>
    public long TotalParameters { get; init; }

    /// <summary>Optimizer steps made.</summary>
    public long Step { get; init; }

    /// <summary>Optimizer steps that there will be.</summary>
    public long TotalSteps { get; init; }

    /// <summary>The training loss of the last published step; null before the first.</summary>
    public double? Loss { get; init; }

    /// <summary>The learning rate of the last published step.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The gradient's norm at the last published step.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>Tokens or rows a second.</summary>
    public double? ItemsPerSecond { get; init; }

    /// <summary>The training loss from the stage's first step on.</summary>
    [JsonIgnore]
    public LossCurve Curve { get; init; } = LossCurve.Empty;

    /// <summary>Batches done of the evaluation that is under way; null when none is.</summary>
    public long? EvaluationBatch { get; init; }

    /// <summary>Batches of the evaluation that is under way.</summary>
    public long? EvaluationBatches { get; init; }

    /// <summary>The last evaluation; null before the first.</summary>
    public Evaluation? LastEvaluation { get; init; }

    /// <summary>The last value of every charted figure.</summary>
    public ImmutableSortedDictionary<string, double> Charts { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The folder of the last checkpoint, relative to the run's; null when there is none.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>The step of the last checkpoint.</summary>
    public long? CheckpointStep { get; init; }

    /// <summary>When the stage began; after a resume, when it began again.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>How long earlier workers of the run were at work on what the stage goes on from.</summary>
    public TimeSpan Earlier { get; init; }

    /// <summary>How long a finished stage took, all workers together.</summary>
    [JsonIgnore]
    public TimeSpan Duration => Earlier + TimeSpan.FromSeconds(Result?.Seconds ?? 0);

    /// <summary>When and with which step the measure of progress begins: the first published step since <see cref="Started"/>.</summary>
    [JsonIgnore]
    public (DateTimeOffset Time, long Step)? Pace { get; init; }

    /// <summary>When the last step was published.</summary>
    public DateTimeOffset LastStepAt { get; init; }

    /// <summary>What the stage left behind; null while it is not done.</summary>
    public StageResult? Result { get; init; }

    /// <summary>Whether the stage is done.</summary>
    public bool IsDone => Result is not null;

    /// <summary>The share of the steps that is done, from 0 to 1.</summary>
    [JsonIgnore]
    public double Share => IsDone ? 1 : TotalSteps <= 0 ? 0 : Math.Clamp((double)Step / TotalSteps, 0, 1);

    /// <summary>How long the rest will take, judged by the pace so far; null while there is no pace.</summary>
    /// <param name="now">The present.</param>
    public TimeSpan? Remaining(DateTimeOffset now)
    {
        if (Pace is not { } pace || Step <= pace.Step || Step >= TotalSteps || IsDone) return null;
        var perStep = (LastStepAt - pace.Time) / (Step - pace.Step);
        var rest = perStep * (TotalSteps - Step) - (now - LastStepAt);
        return rest < TimeSpan.Zero ? TimeSpan.Zero : rest;
    }
}
