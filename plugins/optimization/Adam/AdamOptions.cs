// Options of the optimizer "adam".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Optimization;

/// <summary>Options of the optimizer <c>adam</c> (Kingma and Ba 2015).</summary>
public sealed record AdamOptions
{
    /// <summary>The learning rate before the schedule's factor.</summary>
    [Range(0.0, double.MaxValue)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Decay of the running mean of gradients.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the running mean of squared gradients.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the squared mean.</summary>
    [Range(0.0, double.MaxValue)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The factor of an L2 penalty, added to the gradient; <c>adamw</c> has the decay that does not pass through the means.</summary>
    [Range(0.0, double.MaxValue)]
    public double WeightDecay { get; init; }

    /// <summary>Whether parameters of fewer than two dimensions decay as well: biases, and the scales of norms.</summary>
    public bool DecayVectors { get; init; }
}
