// Orders of items.
using System.Collections;

namespace TorchSharp.Utils;

/// <summary>The numbers below size in an order drawn uniformly (Fisher and Yates 1938); with a seed the same order every time.</summary>
public class FisherYatesShuffler(long size, int? seed = null) : IEnumerable<long>
{
    public IEnumerator<long> GetEnumerator()
    {
        var random = seed is { } given ? new Random(given) : new Random();
        var order = new long[size];
        for (var i = 0L; i < size; i++)
        {
            var other = random.NextInt64(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return ((IEnumerable<long>)order).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>The numbers below size in steps of a number without a common divisor, from a start drawn at random: less random, and without a list in memory.</summary>
public class FastShuffler(long size, int? seed = null) : IEnumerable<long>
{
    public IEnumerator<long> GetEnumerator()
    {
        if (size < 1)
            yield break;
        var random = seed is { } given ? new Random(given) : new Random();
        var step = 1L;
        for (var attempt = 0; attempt < 100 && size > 2; attempt++)
        {
            step = random.NextInt64(1, size);
            if (Divisor(step, size) == 1)
                break;
            step = 1;
        }
        var at = random.NextInt64(size);
        for (var i = 0L; i < size; i++)
        {
            yield return at;
            at = (long)(((Int128)at + step) % size);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static long Divisor(long a, long b) => b == 0 ? a : Divisor(b, a % b);
}
