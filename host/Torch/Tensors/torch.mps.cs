// Apple's GPUs, which code written for TorchSharp asks after.
namespace TorchSharp;

public static partial class torch
{
    public static readonly Device MPS = new(DeviceType.MPS);

    /// <summary>False: the native side is built for Linux, with or without CUDA.</summary>
    public static bool mps_is_available() => false;
}
