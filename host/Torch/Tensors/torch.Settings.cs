// Settings of the library as a whole, and what it says of itself.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>libtorch's version: "1.13.0".</summary>
    public static unsafe string __version__ => Text(0);

    internal static unsafe string Text(int which)
    {
        byte* text;
        NativeMethods.Check(NativeMethods.ph_text(which, &text), "torch");
        return Utf8.Text(text);
    }

    /// <summary>Threads that one operator may use.</summary>
    public static unsafe int get_num_threads()
    {
        int count;
        NativeMethods.Check(NativeMethods.ph_threads(0, 0, &count), "get_num_threads");
        return count;
    }

    public static unsafe void set_num_threads(int num)
    {
        if (num < 1)
            throw new ArgumentOutOfRangeException(nameof(num), num, "set_num_threads: expected at least 1.");
        NativeMethods.Check(NativeMethods.ph_threads(0, 1, &num), "set_num_threads");
    }

    /// <summary>Threads that OpenBLAS may use for one product, which torch's number does not limit; null where the BLAS is another one.</summary>
    public static unsafe int? get_num_blas_threads()
    {
        int count;
        NativeMethods.Check(NativeMethods.ph_threads(2, 0, &count), "get_num_blas_threads");
        return count == 0 ? null : count;
    }

    /// <summary>Sets the threads of OpenBLAS; does nothing where the BLAS is another one.</summary>
    public static unsafe void set_num_blas_threads(int num)
    {
        if (num < 1)
            throw new ArgumentOutOfRangeException(nameof(num), num, "set_num_blas_threads: expected at least 1.");
        NativeMethods.Check(NativeMethods.ph_threads(2, 1, &num), "set_num_blas_threads");
    }

    public static unsafe int get_num_interop_threads()
    {
        int count;
        NativeMethods.Check(NativeMethods.ph_threads(1, 0, &count), "get_num_interop_threads");
        return count;
    }

    /// <summary>Only once in a process, before anything runs between threads; libtorch refuses a second time.</summary>
    public static unsafe void set_num_interop_threads(int num) => NativeMethods.Check(NativeMethods.ph_threads(1, 1, &num), "set_num_interop_threads");

    /// <summary>Makes operators repeat bit for bit, or throw where there is no such form (or only warn).</summary>
    public static unsafe void use_deterministic_algorithms(bool mode = true, bool warn_only = false)
    {
        int enabled = mode ? 1 : 0, warn = warn_only ? 1 : 0;
        NativeMethods.Check(NativeMethods.ph_deterministic(1, &enabled, &warn), "use_deterministic_algorithms");
    }

    public static unsafe bool are_deterministic_algorithms_enabled()
    {
        int enabled, warn;
        NativeMethods.Check(NativeMethods.ph_deterministic(0, &enabled, &warn), "are_deterministic_algorithms_enabled");
        return enabled != 0;
    }

    /// <summary>Treats denormal numbers as zero on the CPU; false where the CPU cannot.</summary>
    public static unsafe bool set_flush_denormal(bool mode)
    {
        int supported;
        NativeMethods.Check(NativeMethods.ph_flush_denormal(mode ? 1 : 0, &supported), "set_flush_denormal");
        return supported != 0;
    }

    /// <summary>Texts about the build of libtorch.</summary>
    public static class __config__
    {
        public static string show() => Text(1);

        public static string parallel_info() => Text(2);
    }

    public static bool cuda_is_available() => cuda.is_available();

    public static Device InitializeDevice(Device? device) => device ?? CPU;

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (Errors.NoDevice("InitializeDeviceType", deviceType) is { } missing)
            throw missing;
    }
}
