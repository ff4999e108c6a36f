// A stage in its resolved form: what the engine runs and what is written beside the checkpoints.
namespace PluginHost;

/// <summary>
/// One stage of a run, resolved: every component by name with its options frozen, and every number. It holds no plugin's type, can be
/// written as JSON and run again without the recipe.
/// </summary>
public sealed record StagePlan
{
    /// <summary>The stage's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the stage does.</summary>
    public required StageMode Mode { get; init; }

    /// <summary>The architecture to make afresh; null when <see cref="ModelPath"/> is read.</summary>
    public Component? Model { get; init; }

    /// <summary>A folder in Hugging Face's layout; null for a fresh model.</summary>
    public string? ModelPath { get; init; }

    /// <summary>The tokenizer; null for the one in <see cref="ModelPath"/>, if it has one.</summary>
    public Component? Tokenizer { get; init; }

    /// <summary>The head; null for what the objective requires or the files have.</summary>
    public Component? Head { get; init; }

    /// <summary>The adapters, in the order in which they are attached.</summary>
    public IReadOnlyList<AdapterPlan> Adapters { get; init; } = [];

    /// <summary>The dataset.</summary>
    public required Component Data { get; init; }

    /// <summary>What happens to the data on its way, in this order.</summary>
    public IReadOnlyList<Component> Transforms { get; init; } = [];

    /// <summary>The objective.</summary>
    public required Component Objective { get; init; }

    /// <summary>The loss; null for an objective that has one of its own.</summary>
    public Component? Loss { get; init; }

    /// <summary>The optimizer; null in a stage that only evaluates.</summary>
    public Component? Optimizer { get; init; }

    /// <summary>The learning-rate schedule; null for a constant rate.</summary>
    public Component? Schedule { get; init; }

    /// <summary>What is measured when the stage evaluates; the loss always is.</summary>
    public IReadOnlyList<Component> Metrics { get; init; } = [];

    /// <summary>Evaluations that are more than a metric.</summary>
    public IReadOnlyList<Component> Evaluators { get; init; } = [];

    /// <summary>Code called at points of the stage.</summary>
    public IReadOnlyList<Component> Callbacks { get; init; } = [];

    /// <summary>Rows in one micro-batch, over all ranks together.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Micro-batches in one optimizer step.</summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>Optimizer steps; null when <see cref="Epochs"/> says how long.</summary>
    public long? Steps { get; init; }

    /// <summary>Passes over the training split; null when <see cref="Steps"/> says how long.</summary>
    public double? Epochs { get; init; }

    /// <summary>Whether, in a run of several ranks, each keeps the optimizer's state for its share of the parameters only.</summary>
    public bool ShardOptimizer { get; init; }

    /// <summary>The gradient's 2-norm is clipped to this; null for no clipping.</summary>
    public double? ClipNorm { get; init; }

    /// <summary><c>float32</c>, or <c>bfloat16</c> or <c>float16</c> for autocast over float32 weights.</summary>
    public string Precision { get; init; } = "float32";

    /// <summary>Evaluates after every so many steps; null evaluates at the end only.</summary>
    public long? EvaluateEvery { get; init; }

    /// <summary>Evaluates on at most so many batches; null for the whole split.</summary>
    public int? EvaluateBatches { get; init; }

    /// <summary>Whether the stage evaluates before its first step as well.</summary>
    public bool EvaluateFirst { get; init; }

    /// <summary>Checkpoints after every so many steps; null checkpoints when the stage is stopped and at its end only.</summary>
    public long? SaveEvery { get; init; }

    /// <summary>How many of the newest checkpoints stay.</summary>
    public int KeepLast { get; init; } = 2;

    /// <summary>Checkpoints whose step is a multiple of this stay as well; null for none.</summary>
    public long? KeepEvery { get; init; }

    /// <summary>The checkpoint that was the best by this metric stays as well; null for none.</summary>
    public string? KeepBest { get; init; }

    /// <summary>Whether more is better of <see cref="KeepBest"/>; null knows that less is better of whatever has loss or perplexity in its name.</summary>
    public bool? KeepBestHigher { get; init; }

    /// <summary>What happens at a loss or a gradient that is not finite; the update is never applied.</summary>
    public DivergencePolicy OnDivergence { get; init; } = DivergencePolicy.Stop;

    /// <summary>How many steps in a row may be skipped, or how often the stage may roll back, before it stops.</summary>
    public int DivergenceLimit { get; init; } = 3;

    /// <summary>The learning rate is multiplied with this at each roll-back.</summary>
    public double RollBackRate { get; init; } = 0.5;

    /// <summary>The seed of weights, data order, dropout and augmentation.</summary>
    public long Seed { get; init; } = 1337;

    /// <summary><c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, or <c>auto</c> for a GPU where there is one.</summary>
    public string Device { get; init; } = "auto";
}
