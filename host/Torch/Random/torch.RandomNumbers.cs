// Single random numbers, drawn from torch's generators as a tensor of one element would be.
namespace TorchSharp;

public static partial class torch
{
    public static bool randint_bool(Generator? generator = null) => randint_long(0, 2, generator) != 0;

    /// <summary>An integer from zero up to, not including, <paramref name="high"/>.</summary>
    public static int randint_int(int high, Generator? generator = null) => (int)randint_long(0, high, generator);

    public static int randint_int(int low, int high, Generator? generator = null) => (int)randint_long(low, high, generator);

    /// <summary>An integer from zero up to, not including, <paramref name="high"/>.</summary>
    public static long randint_long(long high, Generator? generator = null) => randint_long(0, high, generator);

    public static long randint_long(long low, long high, Generator? generator = null)
    {
        using var drawn = Calls.randint_low_generator(low, high, [], generator, ScalarType.Int64, null, CPU, null);
        return drawn.ToInt64();
    }

    /// <summary>A number from zero up to, not including, one.</summary>
    public static float rand_float(Generator? generator = null)
    {
        using var drawn = Calls.rand_generator([], generator, ScalarType.Float32, null, CPU, null);
        return drawn.ToSingle();
    }

    /// <summary>A number of the standard normal distribution.</summary>
    public static float randn_float(Generator? generator = null)
    {
        using var drawn = Calls.randn_generator([], generator, ScalarType.Float32, null, CPU, null);
        return drawn.ToSingle();
    }
}
