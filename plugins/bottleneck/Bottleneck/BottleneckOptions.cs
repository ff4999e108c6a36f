// Options of the adapter "bottleneck".
using System.ComponentModel.DataAnnotations;
using PluginHost.Layers;

namespace PluginHost.Bottleneck;

/// <summary>Options of the adapter <c>bottleneck</c>. Names in AdapterHub (<c>BnConfig</c>) are given with each.</summary>
public sealed record BottleneckOptions : IOptionsWithRules
{
    /// <summary>Behind which blocks they stand. AdapterHub: <c>mh_adapter</c> and <c>output_adapter</c>.</summary>
    public BottleneckPlacement Placement { get; init; } = BottleneckPlacement.Houlsby;

    /// <summary>How many times narrower than the model's width they are inside. AdapterHub: <c>reduction_factor</c>.</summary>
    [Range(1.0, 65536.0)]
    public double ReductionFactor { get; init; } = 16;

    /// <summary>The function inside, by Hugging Face's name; null for AdapterHub's: swish with Houlsby, relu with Pfeiffer. AdapterHub: <c>non_linearity</c>.</summary>
    public string? NonLinearity { get; init; }

    /// <inheritdoc/>
    public IEnumerable<string> Check()
    {
        if (NonLinearity is not null && !Activations.Names.Contains(NonLinearity))
            yield return $"NonLinearity is \"{NonLinearity}\"; it has to be one of {string.Join(", ", Activations.Names)}";
    }

    /// <summary>The name of the function inside.</summary>
    internal string Activation => NonLinearity ?? (Placement == BottleneckPlacement.Houlsby ? "swish" : "relu");
}
