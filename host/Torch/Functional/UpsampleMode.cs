// How values between pixels are found.
namespace TorchSharp;

/// <summary>The modes of Upsample, numbered as <see cref="InterpolationMode"/>.</summary>
public enum UpsampleMode
{
    Nearest = 0,
    Linear = 1,
    Bilinear = 2,
    Bicubic = 3,
    Trilinear = 4,
}
