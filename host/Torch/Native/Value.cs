// One argument or result of an operator as it crosses to C++: a tag, a length and eight bytes.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Value
{
    internal Tag Tag;
    internal int Length;
    internal long Bits;

    internal static Value Default => new() { Tag = Tag.Default };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Value Of(Tensor tensor, int op) => new() { Tag = Tag.Tensor, Bits = tensor is null ? Dispatch.MissingTensor(op) : tensor.Pointer(op) };

    internal static Value Optional(Tensor? tensor, int op) => tensor is null ? default : new() { Tag = Tag.Tensor, Bits = tensor.Pointer(op) };

    internal static Value Tensors(nint* handles, int count) => new() { Tag = Tag.Tensors, Length = count, Bits = (nint)handles };

    internal static Value Of(long value) => new() { Tag = Tag.Int, Bits = value };

    internal static Value Of(long? value) => value is { } given ? Of(given) : default;

    internal static Value Of(double value) => new() { Tag = Tag.Float, Bits = BitConverter.DoubleToInt64Bits(value) };

    internal static Value Of(double? value) => value is { } given ? Of(given) : default;

    internal static Value Of(bool value) => new() { Tag = Tag.Bool, Bits = value ? 1 : 0 };

    internal static Value Of(bool? value) => value is { } given ? Of(given) : default;

    internal static Value Of(Scalar value) => value.IsComplex
        ? new() { Tag = Tag.Complex, Bits = ComplexNumbers.Passing(value.ToComplexFloat64()) } : new() { Tag = value.Kind, Bits = value.Bits };

    internal static Value Of(Scalar? value) => value is { } given ? Of(given) : default;

    internal static Value Of(ScalarType value) => Of((long)value);

    internal static Value Of(ScalarType? value) => value is { } given ? Of((long)given) : default;

    internal static Value Of(layout? value) => value is { } given ? Of((long)given) : default;

    internal static Value Of(memory_format? value) => value is { } given ? Of((long)given) : default;

    internal static Value Of(Device? value) => value is null ? default : new() { Tag = Tag.Device, Bits = ((long)value.type << 32) | (uint)value.index };

    internal static Value Of(Generator? value) => value is null ? default : new() { Tag = Tag.Generator, Bits = value.Pointer };

    internal static Value List(long* pointer, int length) => new() { Tag = Tag.Ints, Length = length, Bits = (nint)pointer };

    internal static Value List(double* pointer, int length) => new() { Tag = Tag.Floats, Length = length, Bits = (nint)pointer };

    internal static Value List(bool* pointer, int length) => new() { Tag = Tag.Bools, Length = length, Bits = (nint)pointer };

    internal static Value Text(byte* pointer, int length) => new() { Tag = Tag.String, Length = length, Bits = (nint)pointer };
}
