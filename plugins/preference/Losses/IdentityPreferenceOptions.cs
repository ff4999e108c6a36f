// Options of the loss "ipo".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Preference;

/// <summary>Options of the loss <c>ipo</c>.</summary>
public sealed record IdentityPreferenceOptions
{
    /// <summary>τ: how dear it is to leave the reference.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double Beta { get; init; } = 0.1;
}
