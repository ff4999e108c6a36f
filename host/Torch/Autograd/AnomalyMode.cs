// Anomaly detection, in TorchSharp's form: a setting that the end of a block takes back.
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace TorchSharp;

/// <summary>
/// Sets anomaly detection for all threads until it is disposed of. While it is on, an error of backward says which operator of the forward
/// its graph node belongs to and at which place in the code that operator was called, as far as it was called with detection on. Each
/// operator then costs a walk of the stack and each backward a look at every gradient: for looking for an error, not for training.
/// </summary>
public sealed unsafe class AnomalyMode : IDisposable
{
    private readonly (bool Enabled, bool CheckNaN) _previous;
    private bool _disposed;

    /// <param name="enabled">Whether detection is on.</param>
    /// <param name="check_nan">Whether a backward whose gradients have a NaN throws a <see cref="TorchException"/>.</param>
    public AnomalyMode(bool enabled, bool check_nan = true)
    {
        _previous = Read();
        Set(enabled, check_nan);
    }

    /// <summary>Whether detection is on.</summary>
    public static bool IsEnabled => Read().Enabled;

    /// <summary>Whether a NaN in a gradient is an error while detection is on.</summary>
    public static bool ShouldCheckNaN => Read().CheckNaN;

    /// <summary>Sets detection as it was before.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Set(_previous.Enabled, _previous.CheckNaN);
    }

    private static (bool Enabled, bool CheckNaN) Read()
    {
        int enabled, checkNaN;
        NativeMethods.Check(NativeMethods.ph_anomaly_mode(&enabled, &checkNaN), "anomaly mode");
        return (enabled != 0, checkNaN != 0);
    }

    private static void Set(bool enabled, bool checkNaN) =>
        NativeMethods.Check(NativeMethods.ph_set_anomaly_mode(enabled ? 1 : 0, checkNaN ? 1 : 0, &Place), "anomaly mode");

    [UnmanagedCallersOnly]
    private static int Place(byte* text, int capacity)
    {
        try
        {
            Encoding.UTF8.GetEncoder().Convert(CallerPlace.Of(new StackTrace(1, false)), new Span<byte>(text, capacity), true, out _, out var length, out _);
            return length;
        }
#pragma warning disable CA1031 // an exception must not unwind into C++, and an operator must not fail because its place is not found
        catch (Exception)
#pragma warning restore CA1031
        {
            return 0;
        }
    }
}
