// Options of the loss "dpo".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Preference;

/// <summary>Options of the loss <c>dpo</c>.</summary>
public sealed record DirectPreferenceOptions
{
    /// <summary>β: how dear it is to leave the reference.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double Beta { get; init; } = 0.1;

    /// <summary>The probability that a pair is the wrong way round (Mitchell 2023, conservative DPO).</summary>
    [Range(0.0, 0.5, MaximumIsExclusive = true)]
    public double LabelSmoothing { get; init; }
}
