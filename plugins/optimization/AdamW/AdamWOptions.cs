// Options of the optimizer "adamw".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Optimization;

/// <summary>Options of the optimizer <c>adamw</c>: Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
public sealed record AdamWOptions
{
    /// <summary>The learning rate before the schedule's factor.</summary>
    [Range(0.0, double.MaxValue)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Decay of the running mean of gradients.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the running mean of squared gradients; language models are often pretrained with 0.95.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the squared mean.</summary>
    [Range(0.0, double.MaxValue)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The share of a weight that each step takes off, times the learning rate.</summary>
    [Range(0.0, double.MaxValue)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Whether parameters of fewer than two dimensions decay as well: biases, and the scales of norms.</summary>
    public bool DecayVectors { get; init; }
}
