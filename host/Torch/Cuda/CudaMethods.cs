// The entries of host/native/cuda.cpp, in a library of their own that is there only where CUDA is.
using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe class CudaMethods
{
    private const string Cuda = "pluginhost_cuda";

    [DllImport(Cuda)] internal static extern byte* ph_error_message();
    [DllImport(Cuda)] internal static extern int ph_cuda_memory(int device, long* numbers);
    [DllImport(Cuda)] internal static extern int ph_cuda_reset_peak(int device);
    [DllImport(Cuda)] internal static extern int ph_cuda_empty_cache();
    [DllImport(Cuda)] internal static extern int ph_cuda_synchronize(int device);
    [DllImport(Cuda)] internal static extern int ph_cuda_device(int device, int* current);
    [DllImport(Cuda)] internal static extern int ph_cuda_memory_info(int device, long* numbers);
    [DllImport(Cuda)] internal static extern int ph_cuda_stream_get(int which, int device, long* packed);
    [DllImport(Cuda)] internal static extern int ph_cuda_stream_set(long* packed);
    [DllImport(Cuda)] internal static extern int ph_cuda_stream_synchronize(long* packed);
    [DllImport(Cuda)] internal static extern int ph_cuda_stream_query(long* packed, int* done);
    [DllImport(Cuda)] internal static extern int ph_cuda_stream_wait(long* packed, nint @event);
    [DllImport(Cuda)] internal static extern int ph_cuda_event_new(int device, int timing, nint* @event);
    [DllImport(Cuda)] internal static extern int ph_cuda_event_release(nint @event);
    [DllImport(Cuda)] internal static extern int ph_cuda_event_record(nint @event, long* packed);
    [DllImport(Cuda)] internal static extern int ph_cuda_event_synchronize(nint @event);
    [DllImport(Cuda)] internal static extern int ph_cuda_event_query(nint @event, int* done);
    [DllImport(Cuda)] internal static extern int ph_cuda_event_elapsed(nint start, nint end, float* milliseconds);
    [DllImport(Cuda)] internal static extern int ph_cuda_graph_new(nint* graph);
    [DllImport(Cuda)] internal static extern int ph_cuda_graph_release(nint graph);
    [DllImport(Cuda)] internal static extern int ph_cuda_graph(nint graph, int what);

    internal static void Check(int status, string what)
    {
        if (status != 0)
            throw new TorchException($"{what}: {Utf8.Text(ph_error_message())}");
    }
}
