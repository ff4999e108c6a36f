// Options of the loss "binary-cross-entropy".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Losses;

/// <summary>Options of the loss <c>binary-cross-entropy</c>.</summary>
public sealed record BinaryCrossEntropyOptions
{
    /// <summary>How many times as much a 1 in the labels weighs as a 0; more than 1 where ones are rare.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double PositiveWeight { get; init; } = 1;
}
