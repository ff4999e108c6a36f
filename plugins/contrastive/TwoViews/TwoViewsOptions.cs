// Options of the transform "two-views".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Contrastive;

/// <summary>Options of the transform <c>two-views</c>.</summary>
public sealed record TwoViewsOptions
{
    /// <summary>The smallest share of an image's area that a crop takes; a crop is scaled back to the image's size.</summary>
    [Range(0.01, 1.0)]
    public double SmallestCrop { get; init; } = 0.08;

    /// <summary>Whether a view is turned over, left to right, half of the time. Off for digits and letters.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>How far brightness and contrast are changed: by factors from 1 - this to 1 + this.</summary>
    [Range(0.0, 1.0)]
    public double Jitter { get; init; } = 0.4;

    /// <summary>How often a colour image becomes grey.</summary>
    [Range(0.0, 1.0)]
    public double Grey { get; init; } = 0.2;
}
