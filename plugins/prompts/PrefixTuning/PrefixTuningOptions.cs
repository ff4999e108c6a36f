// Options of the adapter "prefix-tuning".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Prompts;

/// <summary>Options of the adapter <c>prefix-tuning</c>. Names in PEFT 0.14 (<c>PrefixTuningConfig</c>) are given with each.</summary>
public sealed record PrefixTuningOptions
{
    /// <summary>How many virtual positions there are. PEFT: <c>num_virtual_tokens</c>.</summary>
    [Range(1, 100_000)]
    public int VirtualTokens { get; init; } = 20;

    /// <summary>
    /// Whether the keys and values are computed from smaller vectors by a network of two layers while training, which the paper found
    /// steadier than training them as they are. Files hold what it computes. PEFT: <c>prefix_projection</c>.
    /// </summary>
    public bool Projection { get; init; }

    /// <summary>Width inside that network; null for the width of a layer's keys. PEFT: <c>encoder_hidden_size</c>.</summary>
    [Range(1, 1_000_000)]
    public int? ProjectionWidth { get; init; }
}
