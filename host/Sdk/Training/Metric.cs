// The contract of a metric.
namespace PluginHost;

/// <summary>A figure over an evaluation, gathered batch by batch.</summary>
public abstract class Metric : IStateful
{
    /// <summary>The tensors that it reads.</summary>
    public abstract IReadOnlyList<string> Reads { get; }

    /// <summary>Forgets what was gathered.</summary>
    public abstract void Reset();

    /// <summary>Gathers one batch. Called without gradients.</summary>
    public abstract void Update(TensorMap values);

    /// <summary>The figures by name, such as <c>accuracy</c>; a metric that has one gives its own name.</summary>
    public abstract IReadOnlyDictionary<string, double> Compute();

    /// <summary>
    /// What was gathered, as sums that add up over ranks; the engine adds them before <see cref="Compute"/>. Also what a checkpoint
    /// keeps of a metric in the middle of an evaluation.
    /// </summary>
    public abstract void Save(StateWriter state);

    /// <summary>Takes what <see cref="Save"/> gave.</summary>
    public abstract void Load(StateReader state);
}
