// The entries of host/native/cuda.cpp, in a library of their own that is there only where CUDA is.
using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe class CudaMethods
{
    private const string Cuda = "pluginhost_cuda";

    [DllImport(Cuda)] internal static extern byte* ph_cuda_error_message();
    [DllImport(Cuda)] internal static extern int ph_cuda_memory(int device, long* numbers);
    [DllImport(Cuda)] internal static extern int ph_cuda_reset_peak(int device);
    [DllImport(Cuda)] internal static extern int ph_cuda_empty_cache();
    [DllImport(Cuda)] internal static extern int ph_cuda_synchronize(int device);

    internal static void Check(int status, string what)
    {
        if (status != 0)
            throw new TorchException($"{what}: {Utf8.Text(ph_cuda_error_message())}");
    }
}
