// A shuffled order of any length that takes no memory and can be entered anywhere.
namespace PluginHost;

/// <summary>
/// A permutation of 0 … count - 1 fixed by its key: a four-round Feistel network over the next power of four, walked until it falls
/// inside ("cycle walking"; Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002). A data order is therefore one
/// number to save, however many rows there are.
/// </summary>
public sealed class Permutation
{
    private readonly long _count;
    private readonly int _halfBits;
    private readonly ulong _mask;
    private readonly ulong[] _keys = new ulong[4];

    /// <summary>The permutation of a key.</summary>
    /// <param name="count">How many items; at least 1.</param>
    /// <param name="key">Any numbers: seed, epoch.</param>
    public Permutation(long count, params ReadOnlySpan<long> key)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _count = count;
        while (_halfBits < 31 && 1L << (2 * _halfBits) < count) _halfBits++;
        _mask = (1UL << _halfBits) - 1;
        var random = new RandomSource(key);
        for (var i = 0; i < _keys.Length; i++) _keys[i] = random.NextBits();
    }

    /// <summary>The item at a position.</summary>
    /// <param name="position">From 0 to count - 1.</param>
    public long this[long position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, _count);
            var item = position;
            do item = Encipher(item);
            while (item >= _count);
            return item;
        }
    }

    private long Encipher(long value)
    {
        var left = (ulong)value >> _halfBits;
        var right = (ulong)value & _mask;
        foreach (var key in _keys)
        {
            var mixed = (right ^ key) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 29)) * 0x94D049BB133111EB;
            (left, right) = (right, left ^ ((mixed ^ (mixed >> 32)) & _mask));
        }

        return (long)((left << _halfBits) | right);
    }
}
