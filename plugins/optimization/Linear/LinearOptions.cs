// Options of the schedule "linear".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Optimization;

/// <summary>Options of the schedule <c>linear</c>: a warmup, then a line down to a floor.</summary>
public sealed record LinearOptions : WarmupOptions
{
    /// <summary>The factor that the rate ends at, as a share of the rate.</summary>
    [Range(0.0, 1.0)]
    public double Floor { get; init; }
}
