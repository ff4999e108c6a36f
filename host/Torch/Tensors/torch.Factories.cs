// Making tensors: filled, ranged and random ones.
namespace TorchSharp;

public static partial class torch
{
    private static ScalarType s_defaultType = ScalarType.Float32;

    /// <summary>The element type of what zeros, ones, rand and the like make.</summary>
    public static ScalarType get_default_dtype() => s_defaultType;

    public static void set_default_dtype(ScalarType dtype) => s_defaultType = is_floating_point(dtype)
        ? dtype : throw new ArgumentException($"set_default_dtype: expected a floating type, got {ScalarTypes.Name(dtype)}.", nameof(dtype));

    private static Device? s_defaultDevice;

    /// <summary>Where zeros, ones, rand and the like make their tensors.</summary>
    public static Device get_default_device() => s_defaultDevice ?? CPU;

    /// <summary>Tensors made from numbers stay on the CPU; this is for those that are filled.</summary>
    public static void set_default_device(Device device) => s_defaultDevice = device is null || device == CPU ? null : device;

    private static Tensor Finish(Tensor tensor, bool requires_grad)
    {
        if (!requires_grad)
            return tensor;
        if (!tensor.is_floating_point() && !tensor.is_complex())
            throw new ArgumentException($"Only tensors of real and complex numbers take gradients, got {tensor.Described()}.", nameof(requires_grad));
        tensor.requires_grad = true;
        return tensor;
    }

    public static Tensor empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Calls.empty_memory_format(size, dtype ?? s_defaultType, null, device ?? s_defaultDevice, null, null), requires_grad);

    public static Tensor empty_strided(ReadOnlySpan<long> size, ReadOnlySpan<long> stride, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Calls.empty_strided(size, stride, dtype ?? s_defaultType, null, device ?? s_defaultDevice, null), requires_grad);

    public static Tensor zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Calls.zeros(size, dtype ?? s_defaultType, null, device ?? s_defaultDevice, null), requires_grad);

    public static Tensor ones(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Calls.ones(size, dtype ?? s_defaultType, null, device ?? s_defaultDevice, null), requires_grad);

    public static Tensor full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Calls.full(size, value, dtype ?? (value.Type == ScalarType.Float64 ? s_defaultType : value.Type), null, device ?? s_defaultDevice, null), requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        if (dtype is { } type && is_complex(type))
        {
            // libtorch has no complex ranges; the numbers are real ones.
            using var numbers = arange(start, stop, step, type == ScalarType.ComplexFloat32 ? ScalarType.Float32 : ScalarType.Float64, device);
            return Finish(numbers.to(type), requires_grad);
        }
        var real = start.Type == ScalarType.Float64 || stop.Type == ScalarType.Float64 || step.Type == ScalarType.Float64;
        return Finish(Calls.arange_start_step(start, stop, step, dtype ?? (real ? s_defaultType : ScalarType.Int64), null, device ?? s_defaultDevice, null), requires_grad);
    }

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Calls.linspace(start, end, steps, dtype ?? s_defaultType, null, device ?? s_defaultDevice, null), requires_grad);

    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Calls.logspace(start, end, steps, @base, dtype ?? s_defaultType, null, device ?? s_defaultDevice, null), requires_grad);

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Calls.eye_m(rows, columns < 0 ? rows : columns, dtype ?? s_defaultType, null, device ?? s_defaultDevice, null), requires_grad);

    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) => Calls.tril_indices(row, col, offset, dtype, null, device ?? s_defaultDevice, null);

    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) => Calls.triu_indices(row, col, offset, dtype, null, device ?? s_defaultDevice, null);

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Finish(Calls.empty_like(input, dtype, null, device, null, null), requires_grad);

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Finish(Calls.zeros_like(input, dtype, null, device, null, null), requires_grad);

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Finish(Calls.ones_like(input, dtype, null, device, null, null), requires_grad);

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Finish(Calls.full_like(input, value, dtype, null, device, null, null), requires_grad);

    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Finish(Calls.rand_like(input, dtype, null, device, null, null), requires_grad);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Finish(Calls.randn_like(input, dtype, null, device, null, null), requires_grad);

    public static Tensor randint_like(Tensor input, long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Finish(Calls.randint_like_low_dtype(input, low, high, dtype, null, device, null, null), requires_grad);

    public static Tensor complex(Tensor real, Tensor imag) => Calls.complex(real, imag);

    public static Tensor polar(Tensor abs, Tensor angle) => Calls.polar(abs, angle);

    public partial class Tensor
    {
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.empty_like(this, dtype, device, requires_grad);

        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.zeros_like(this, dtype, device, requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.ones_like(this, dtype, device, requires_grad);

        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.full_like(this, value, dtype, device, requires_grad);

        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.rand_like(this, dtype, device, requires_grad);

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.randn_like(this, dtype, device, requires_grad);

        public Tensor randint_like(long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.randint_like(this, low, high, dtype, device, requires_grad);

        public Tensor new_zeros(params ReadOnlySpan<long> size) => zeros(size, dtype, device);

        public Tensor new_ones(params ReadOnlySpan<long> size) => ones(size, dtype, device);

        public Tensor new_empty(params ReadOnlySpan<long> size) => empty(size, dtype, device);

        public Tensor new_full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null) => full(size, value, dtype ?? this.dtype, device ?? this.device);
    }
}
