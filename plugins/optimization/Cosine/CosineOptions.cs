// Options of the schedule "cosine".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Optimization;

/// <summary>Options of the schedule <c>cosine</c>: a warmup, then half a cosine down to a floor.</summary>
public sealed record CosineOptions : WarmupOptions
{
    /// <summary>The factor that the rate ends at, as a share of the rate.</summary>
    [Range(0.0, 1.0)]
    public double Floor { get; init; }

    /// <summary>How many waves fit into the rest of the steps; a half falls once from top to floor.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double Cycles { get; init; } = 0.5;
}
