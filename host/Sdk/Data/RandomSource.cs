// Random numbers that depend on a key and nothing else, so that data order and augmentation need no state to resume.
namespace PluginHost;

/// <summary>
/// A stream of random numbers that is fixed by its key (seed, epoch, row, …). The generator is SplitMix64 (Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", OOPSLA 2014).
/// </summary>
public sealed class RandomSource
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>The stream of a key.</summary>
    /// <param name="key">Any numbers; another order is another stream.</param>
    public RandomSource(params ReadOnlySpan<long> key)
    {
        foreach (var part in key) _state = Mix(_state + Golden + (ulong)part);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits() => Mix(_state += Golden);

    /// <summary>An integer from 0 to <paramref name="bound"/> - 1, each equally likely.</summary>
    /// <param name="bound">At least 1.</param>
    public long Next(long bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        // Bits beyond the largest multiple of bound would favour small results, so they are drawn again.
        var limit = ulong.MaxValue - (ulong.MaxValue % (ulong)bound);
        ulong bits;
        do bits = NextBits();
        while (bits >= limit);
        return (long)(bits % (ulong)bound);
    }

    /// <summary>A number from 0 (included) to 1 (excluded), with 53 random bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
