// Options of the objective "simclr".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Contrastive;

/// <summary>Options of the objective <c>simclr</c>.</summary>
public sealed record SimclrOptions
{
    /// <summary>Width of the projection in which views are compared.</summary>
    [Range(1, 65536)]
    public int ProjectionWidth { get; init; } = 128;
}
