// Lists of numbers as tagged values, from a pool.
using System.Buffers;
using System.Numerics;

namespace TorchSharp;

internal static unsafe class NumberList
{
    // A Value has the size of two doubles: the second half is for the parts of complex numbers.
    internal static Value[] Rent(int count) => ArrayPool<Value>.Shared.Rent(Math.Max(1, 2 * count));

    internal static void Return(Value[] values) => ArrayPool<Value>.Shared.Return(values);

    /// <summary>Writes the numbers into a pinned array of <see cref="Rent"/> and gives the list as an argument.</summary>
    internal static Value Write(Value* values, ReadOnlySpan<Scalar> numbers)
    {
        var parts = (Complex*)(values + numbers.Length);
        for (var i = 0; i < numbers.Length; i++)
        {
            var number = numbers[i];
            if (!number.IsComplex)
            {
                values[i] = new() { Tag = number.Kind, Bits = number.Bits };
                continue;
            }
            parts[i] = number.ToComplexFloat64();
            values[i] = new() { Tag = Tag.Complex, Bits = (nint)(parts + i) };
        }
        return new() { Tag = Tag.Numbers, Length = numbers.Length, Bits = (nint)values };
    }
}
