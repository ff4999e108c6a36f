// The entries of host/native/dist.cpp, in a library of their own that is there only where process groups are.
using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe class DistributedMethods
{
    private const string Dist = "pluginhost_dist";

    [DllImport(Dist)] internal static extern byte* ph_dist_error_message();
    [DllImport(Dist)] internal static extern int ph_dist_backends();
    [DllImport(Dist)] internal static extern int ph_dist_join(byte* host, int port, int backend, int rank, int world, long milliseconds, nint* joined);
    [DllImport(Dist)] internal static extern int ph_dist_leave(nint group);
    [DllImport(Dist)] internal static extern int ph_dist_call(nint group, int what, nint* inputs, int inputsCount, nint* outputs, int outputsCount, int peer, int operation);

    /// <summary>Bit 0: gloo, bit 1: NCCL; 0 where the library is not there.</summary>
    internal static int Backends()
    {
        try
        {
            return ph_dist_backends();
        }
        catch (DllNotFoundException)
        {
            // Built against a libtorch without headers of process groups.
            return 0;
        }
    }

    internal static void Check(int status, string what)
    {
        if (status == 0)
            return;
        var message = Utf8.Text(ph_dist_error_message());
        var end = message.IndexOf('\n');
        throw new TorchException($"{what}: {(end < 0 ? message : message[..end])}");
    }
}
