// Where complex numbers wait while they cross: a Value has no room for two doubles and holds their address.
using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp;

internal static unsafe class ComplexNumbers
{
    private const int Slots = 64;

    // Pinned, and garbage once its thread has ended.
    [ThreadStatic]
    private static Complex[]? t_slots;

    [ThreadStatic]
    private static int t_next;

    /// <summary>The address of the number for the length of one call; a thread's slots are used in turn.</summary>
    internal static nint Passing(Complex value)
    {
        var slots = t_slots ??= GC.AllocateArray<Complex>(Slots, pinned: true);
        ref var slot = ref slots[t_next++ & (Slots - 1)];
        slot = value;
        return (nint)Unsafe.AsPointer(ref slot);
    }
}
