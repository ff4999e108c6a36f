// Options of the optimizer "my-name".
namespace MyNamePlugin;

/// <summary>Options of the optimizer <c>my-name</c>.</summary>
public sealed record MyNameOptions
{
    /// <summary>The learning rate before the schedule's factor; a third to a tenth of AdamW's.</summary>
    [Range(0.0, double.MaxValue)]
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>How much of the running mean is in an update.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the running mean of gradients.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.99;

    /// <summary>The share of a weight that each step takes off, times the learning rate.</summary>
    [Range(0.0, double.MaxValue)]
    public double WeightDecay { get; init; }
}
