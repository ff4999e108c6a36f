// Options of the dataset "idx".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.VisionData;

/// <summary>Options of the dataset <c>idx</c>.</summary>
public sealed record IdxOptions
{
    /// <summary>The file of images (<c>…-images-idx3-ubyte</c>); a relative path starts where the run was started.</summary>
    [Required]
    public required string Images { get; init; }

    /// <summary>The file of labels (<c>…-labels-idx1-ubyte</c>); null for images without labels.</summary>
    public string? Labels { get; init; }

    /// <summary>The share of the images, from the end, that is held out for validation; 0 for none.</summary>
    [Range(0.0, 0.9)]
    public double Validation { get; init; } = 0.1;
}
