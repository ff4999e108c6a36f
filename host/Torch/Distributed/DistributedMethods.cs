// The entries of host/native/dist.cpp, in a library of their own that is there only where libtorch has process groups.
using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe class DistributedMethods
{
    private const string Dist = "pluginhost_dist";

    [DllImport(Dist)] internal static extern byte* ph_error_message();
    [DllImport(Dist)] internal static extern int ph_dist_store_tcp(byte* host, int port, int size, int serves, long timeout, nint* store);
    [DllImport(Dist)] internal static extern int ph_dist_store_file(byte* path, int size, long timeout, nint* store);
    [DllImport(Dist)] internal static extern int ph_dist_store_set(nint store, byte* key, byte* bytes, long count);
    [DllImport(Dist)] internal static extern int ph_dist_store_get(nint store, byte* key, byte** bytes, long* count);
    [DllImport(Dist)] internal static extern int ph_dist_store_add(nint store, byte* key, long change, long* value);
    [DllImport(Dist)] internal static extern int ph_dist_store_port(nint store, int* port);
    [DllImport(Dist)] internal static extern int ph_dist_store_prefix(nint store, byte* prefix, nint* result);
    [DllImport(Dist)] internal static extern int ph_dist_store_release(nint store);
    [DllImport(Dist)] internal static extern int ph_dist_has(byte* backend, int* has);
    [DllImport(Dist)] internal static extern int ph_dist_group(byte* backend, nint store, int rank, int size, long timeout, nint* group);
    [DllImport(Dist)] internal static extern int ph_dist_group_release(nint group);
    [DllImport(Dist)] internal static extern int ph_dist_start(nint group, int collective, nint* inputs, int inputsCount, nint* outputs, int outputsCount, int reduction, int peer, int tag, nint* work);
    [DllImport(Dist)] internal static extern int ph_dist_wait(nint work);
    [DllImport(Dist)] internal static extern int ph_dist_wait_for(nint work, long milliseconds, int* done);
    [DllImport(Dist)] internal static extern int ph_dist_work_release(nint work);
    [DllImport(Dist)] internal static extern int ph_dist_reducer(nint group, nint* parameters, int count, long firstBytes, long bucketBytes, nint* reducer, int* buckets);
    [DllImport(Dist)] internal static extern int ph_dist_reducer_begin(nint reducer, int armed);
    [DllImport(Dist)] internal static extern int ph_dist_reducer_rest(nint reducer, int* early, int* late);
    [DllImport(Dist)] internal static extern int ph_dist_reducer_wait(nint reducer, long milliseconds, int* done);
    [DllImport(Dist)] internal static extern int ph_dist_reducer_write(nint reducer, double divisor);
    [DllImport(Dist)] internal static extern int ph_dist_reducer_release(nint reducer);
    [DllImport(Dist)] internal static extern void ph_dist_free(void* memory);

    internal static void Check(int status, string what)
    {
        if (status == 0)
            return;
        var message = Utf8.Text(ph_error_message());
        var end = message.IndexOf('\n', StringComparison.Ordinal);
        throw new TorchException($"{what}: {(end < 0 ? message : message[..end])}");
    }

    // A text as the native side reads it: UTF-8 and a zero.
    internal static byte[] Text(string text) => [.. Utf8.Bytes(text), 0];
}
