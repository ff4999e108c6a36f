// Complex numbers in the eight bytes that a Scalar has: two floats where they hold the number, otherwise the address of two doubles.
using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe class ComplexNumbers
{
    private const int Slots = 64;

    private static readonly ConcurrentDictionary<Complex, nint> s_kept = new();

    [ThreadStatic]
    private static Complex* t_slots;

    [ThreadStatic]
    private static int t_next;

    internal static bool Fits(Complex value) => (float)value.Real == value.Real && (float)value.Imaginary == value.Imaginary;

    internal static long Pack(float real, float imaginary) => ((long)BitConverter.SingleToInt32Bits(imaginary) << 32) | BitConverter.SingleToUInt32Bits(real);

    internal static Complex Unpack(long bits) => new(BitConverter.Int32BitsToSingle((int)bits), BitConverter.Int32BitsToSingle((int)(bits >> 32)));

    internal static Complex Read(long address) => *(Complex*)address;

    /// <summary>The address of the number for good: a Scalar is a plain value, so nothing could say when it is needed no more.</summary>
    internal static nint Kept(Complex value) => s_kept.GetOrAdd(value, static number =>
    {
        var cell = (Complex*)NativeMemory.Alloc((nuint)sizeof(Complex));
        *cell = number;
        return (nint)cell;
    });

    /// <summary>The address of the number for the length of one call; a thread's slots are used in turn.</summary>
    internal static nint Passing(Complex value)
    {
        if (t_slots == null)
            t_slots = (Complex*)NativeMemory.Alloc(Slots, (nuint)sizeof(Complex));
        var slot = t_slots + (t_next++ & (Slots - 1));
        *slot = value;
        return (nint)slot;
    }
}
