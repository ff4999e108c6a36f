// What grid_sample reads outside of the image.
namespace TorchSharp;

/// <summary>What stands outside of the image; the numbers are libtorch's.</summary>
public enum GridSamplePaddingMode
{
    Zeros = 0,
    Border = 1,
    Reflection = 2,
}
