// What stands outside of a padded tensor.
namespace TorchSharp;

/// <summary>How a tensor is padded.</summary>
public enum PaddingModes
{
    Constant = 0,
    Zeros = 0,
    Reflect = 1,
    Replicate = 2,
    Circular = 3,
}
