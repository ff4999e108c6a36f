// How grid_sample reads between pixels.
namespace TorchSharp;

/// <summary>How values between pixels are found; the numbers are libtorch's.</summary>
public enum GridSampleMode
{
    Bilinear = 0,
    Nearest = 1,
    Bicubic = 2,
}
