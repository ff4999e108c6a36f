// How grid_sample reads between pixels.
namespace TorchSharp;

/// <summary>How values between pixels are found; the numbers are those of <see cref="InterpolationMode"/>.</summary>
public enum GridSampleMode
{
    Nearest = 0,
    Bilinear = 2,
    Bicubic = 3,
}
