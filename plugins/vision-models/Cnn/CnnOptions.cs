// Options of the architecture "cnn".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.VisionModels;

/// <summary>Options of the architecture <c>cnn</c>.</summary>
public sealed record CnnOptions
{
    /// <summary>Channels of an image: 1 for grey, 3 for colour.</summary>
    [Range(1, 1024)]
    public int Channels { get; init; } = 3;

    /// <summary>Channels after the first stage; each later stage has twice as many.</summary>
    [Range(1, 4096)]
    public int Width { get; init; } = 32;

    /// <summary>How many stages there are; each halves height and width.</summary>
    [Range(1, 8)]
    public int Stages { get; init; } = 3;
}
