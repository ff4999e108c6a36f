// Random tensors and seeds.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>Seeds every generator of the process, on every device, and returns the CPU's.</summary>
    public static Generator manual_seed(long seed)
    {
        NativeMethods.Check(NativeMethods.ph_manual_seed(seed), "manual_seed");
        return random.default_generator;
    }

    public static long seed()
    {
        var seed = random.default_generator.seed();
        manual_seed(seed);
        return seed;
    }

    public static long initial_seed() => random.default_generator.initial_seed();

    public static Tensor get_rng_state() => random.get_rng_state();

    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    public static Tensor rand(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Finish(generator is null ? Calls.rand(size, DrawnType(dtype), null, device ?? s_defaultDevice, null) : Calls.rand_generator(size, generator, DrawnType(dtype), null, device ?? s_defaultDevice, null), requires_grad);

    public static Tensor randn(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Finish(generator is null ? Calls.randn(size, DrawnType(dtype), null, device ?? s_defaultDevice, null) : Calls.randn_generator(size, generator, DrawnType(dtype), null, device ?? s_defaultDevice, null), requires_grad);

    private static ScalarType DrawnType(ScalarType? dtype) => dtype is not { } type ? s_defaultType : is_floating_point(type) || is_complex(type) ? type
        : throw new ArgumentException($"rand and randn draw real or complex numbers, not {ScalarTypes.Name(type)}; use randint.", nameof(dtype));

    public static Tensor randint(long low, long high, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Finish(generator is null ? Calls.randint_low(low, high, size, dtype ?? ScalarType.Int64, null, device ?? s_defaultDevice, null) : Calls.randint_low_generator(low, high, size, generator, dtype ?? ScalarType.Int64, null, device ?? s_defaultDevice, null), requires_grad);

    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) => randint(low, high, size.AsSpan(), dtype, device, requires_grad, generator);

    public static Tensor randint(long high, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) => randint(0, high, size, dtype, device, requires_grad, generator);

    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) => randint(0, high, size.AsSpan(), dtype, device, requires_grad, generator);

    /// <summary>Whole numbers from <paramref name="low"/> up to, not including, <paramref name="high"/>; a complex type has them in both parts.</summary>
    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null)
    {
        if (dtype is not { } type || !is_complex(type))
            return randint(low, high, size.Shape.AsSpan(), dtype, device, requires_grad, generator);
        var part = type == ScalarType.ComplexFloat32 ? ScalarType.Float32 : ScalarType.Float64;
        using var real = randint(low, high, size.Shape.AsSpan(), part, device, false, generator);
        using var imaginary = randint(low, high, size.Shape.AsSpan(), part, device, false, generator);
        return Finish(complex(real, imaginary), requires_grad);
    }

    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) => randint(0, high, size, dtype, device, requires_grad, generator);

    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Finish(generator is null ? Calls.randperm(n, dtype ?? ScalarType.Int64, null, device ?? s_defaultDevice, null) : Calls.randperm_generator(n, generator, dtype ?? ScalarType.Int64, null, device ?? s_defaultDevice, null), requires_grad);

    public static Tensor normal(Tensor means, Tensor stddev, Generator? generator = null) => Calls.normal_Tensor_Tensor(means, stddev, generator);

    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null)
    {
        var made = empty(size, dtype, device);
        Calls.normal_(made, mean, std, generator);
        return Finish(made, requires_grad);
    }

    public partial class Tensor
    {
        /// <summary>Whole numbers between the bounds, the fractions of which are cut off.</summary>
        public Tensor random_(double from, double to, Generator? generator = null) => random_((long)from, (long)to, generator);

        /// <summary>Integers from <paramref name="from"/> up to, not including, <paramref name="to"/>.</summary>
        public Tensor random_(long from, long to, Generator? generator = null)
        {
            Calls.random__from(this, from, to, generator);
            return this;
        }
    }
}
