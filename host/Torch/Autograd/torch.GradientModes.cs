// no_grad, enable_grad, inference_mode and autocast: settings of the calling thread that end when they are disposed of.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>Records no graph on this thread until it is disposed of.</summary>
    public static IDisposable no_grad() => new GradientMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradientMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradientMode(mode);

    public static unsafe bool is_grad_enabled()
    {
        int enabled;
        NativeMethods.Check(NativeMethods.ph_grad_mode(&enabled), "is_grad_enabled");
        return enabled != 0;
    }

    /// <summary>Like no_grad, and the tensors made in it never take part in a graph, which is cheaper still.</summary>
    public static IDisposable inference_mode(bool mode = true) => mode ? new InferenceMode() : new GradientMode(is_grad_enabled());

    public static unsafe bool is_inference_mode_enabled()
    {
        int enabled;
        NativeMethods.Check(NativeMethods.ph_inference_mode(&enabled), "is_inference_mode_enabled");
        return enabled != 0;
    }

    /// <summary>
    /// Matrix products and convolutions on the device run in the lower precision on this thread until it is disposed of. The default
    /// type is bfloat16 on the CPU and float16 on CUDA.
    /// </summary>
    public static IDisposable autocast(Device device, ScalarType? dtype = null, bool enabled = true, bool cache_enabled = true) => new Autocast(device.type, dtype, enabled, cache_enabled);

    public static IDisposable autocast(DeviceType device, ScalarType? dtype = null, bool enabled = true, bool cache_enabled = true) => new Autocast(device, dtype, enabled, cache_enabled);

    public static bool is_autocast_enabled(DeviceType device = DeviceType.CUDA) => Autocast.Current(device).Enabled;

    /// <summary>The type that autocast computes in on this thread, whether or not it is on.</summary>
    public static ScalarType get_autocast_dtype(DeviceType device = DeviceType.CUDA) => Autocast.Current(device).Type;

    private sealed class GradientMode : IDisposable
    {
        private readonly bool _previous = is_grad_enabled();
        private bool _disposed;

        internal GradientMode(bool enabled) => NativeMethods.Check(NativeMethods.ph_set_grad_mode(enabled ? 1 : 0), "grad mode");

        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            NativeMethods.Check(NativeMethods.ph_set_grad_mode(_previous ? 1 : 0), "grad mode");
        }
    }

    private sealed unsafe class InferenceMode : IDisposable
    {
        private nint _guard;

        internal InferenceMode()
        {
            nint guard;
            NativeMethods.Check(NativeMethods.ph_inference_mode_enter(&guard), "inference_mode");
            _guard = guard;
        }

        public void Dispose()
        {
            var guard = Interlocked.Exchange(ref _guard, 0);
            if (guard != 0)
                NativeMethods.Check(NativeMethods.ph_inference_mode_leave(guard), "inference_mode");
        }
    }

    private sealed unsafe class Autocast : IDisposable
    {
        private readonly DeviceType _device;
        private readonly (bool Enabled, ScalarType Type) _previous;
        private readonly bool _previousCache;
        private bool _disposed;

        internal Autocast(DeviceType device, ScalarType? dtype, bool enabled, bool cacheEnabled)
        {
            _device = device;
            _previous = Current(device);
            var type = dtype ?? (device == DeviceType.CPU ? ScalarType.BFloat16 : ScalarType.Float16);
            if (type is not (ScalarType.BFloat16 or ScalarType.Float16) && enabled)
                throw new ArgumentException($"autocast: expected bfloat16 or float16, got {ScalarTypes.Name(type)}.", nameof(dtype));
            int depth, previousCache;
            NativeMethods.Check(NativeMethods.ph_autocast_set((int)device, enabled ? 1 : 0, (int)type), "autocast");
            NativeMethods.Check(NativeMethods.ph_autocast_cache(cacheEnabled ? 1 : 0, &previousCache), "autocast");
            NativeMethods.Check(NativeMethods.ph_autocast_nesting(1, &depth), "autocast");
            _previousCache = previousCache != 0;
        }

        internal static (bool Enabled, ScalarType Type) Current(DeviceType device)
        {
            int enabled, type;
            NativeMethods.Check(NativeMethods.ph_autocast_get((int)device, &enabled, &type), "autocast");
            return (enabled != 0, (ScalarType)type);
        }

        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            int depth, ignored;
            NativeMethods.Check(NativeMethods.ph_autocast_nesting(-1, &depth), "autocast");
            NativeMethods.Check(NativeMethods.ph_autocast_set((int)_device, _previous.Enabled ? 1 : 0, (int)_previous.Type), "autocast");
            NativeMethods.Check(NativeMethods.ph_autocast_cache(_previousCache ? 1 : 0, &ignored), "autocast");
        }
    }
}
