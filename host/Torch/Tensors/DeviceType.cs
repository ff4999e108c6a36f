// Kinds of devices, numbered as c10::DeviceType numbers them.
namespace TorchSharp;

/// <summary>A kind of device.</summary>
public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MKLDNN = 2,
    XLA = 9,
    XPU = 12,
    MPS = 13,
    META = 14,
}
