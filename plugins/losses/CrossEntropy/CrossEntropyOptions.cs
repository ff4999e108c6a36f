// Options of the loss "cross-entropy".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Losses;

/// <summary>Options of the loss <c>cross-entropy</c>.</summary>
public sealed record CrossEntropyOptions
{
    /// <summary>
    /// How much of each target is spread evenly over all classes: the target is (1 - s) · one-hot + s / classes
    /// (Szegedy et al. 2016, "Rethinking the Inception architecture", section 7).
    /// </summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double LabelSmoothing { get; init; }

    /// <summary>The label of positions that do not count.</summary>
    public long IgnoreIndex { get; init; } = -100;
}
