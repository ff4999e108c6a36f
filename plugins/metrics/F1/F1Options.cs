// Options of the metric "f1".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Metrics;

/// <summary>Options of the metric <c>f1</c>: the harmonic mean of precision and recall.</summary>
public sealed record F1Options
{
    /// <summary>How the scores of classes become one.</summary>
    public F1Average Average { get; init; } = F1Average.Macro;

    /// <summary>The class that <see cref="F1Average.Binary"/> scores.</summary>
    [Range(0, int.MaxValue)]
    public int Positive { get; init; } = 1;
}
