// What else the binding knows of element types: names, sizes, and the .NET type of an element.
using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Names, sizes and .NET types of element types.</summary>
public static class ScalarTypes
{
    /// <summary>PyTorch's name of the type: "float32", "int64", "bool".</summary>
    public static string Name(ScalarType type) => type switch
    {
        ScalarType.Byte => "uint8",
        ScalarType.Int8 => "int8",
        ScalarType.Int16 => "int16",
        ScalarType.Int32 => "int32",
        ScalarType.Int64 => "int64",
        ScalarType.Float16 => "float16",
        ScalarType.Float32 => "float32",
        ScalarType.Float64 => "float64",
        ScalarType.ComplexFloat32 => "complex64",
        ScalarType.ComplexFloat64 => "complex128",
        ScalarType.Bool => "bool",
        ScalarType.BFloat16 => "bfloat16",
        ScalarType.Float8E4M3 => "float8_e4m3fn",
        ScalarType.Float8E5M2 => "float8_e5m2",
        _ => "type " + (int)type,
    };

    /// <summary>Bytes of one element.</summary>
    public static int Size(ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool or ScalarType.Float8E4M3 or ScalarType.Float8E5M2 => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new ArgumentException($"{Name(type)} has no fixed element size here.", nameof(type)),
    };

    /// <summary>The element type for a .NET type; throws where there is none.</summary>
    public static ScalarType Of<T>() where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            return ScalarType.Float32;
        if (typeof(T) == typeof(double))
            return ScalarType.Float64;
        if (typeof(T) == typeof(long))
            return ScalarType.Int64;
        if (typeof(T) == typeof(int))
            return ScalarType.Int32;
        if (typeof(T) == typeof(short))
            return ScalarType.Int16;
        if (typeof(T) == typeof(sbyte))
            return ScalarType.Int8;
        if (typeof(T) == typeof(byte))
            return ScalarType.Byte;
        if (typeof(T) == typeof(bool))
            return ScalarType.Bool;
        if (typeof(T) == typeof(Half))
            return ScalarType.Float16;
        if (typeof(T) == typeof(BFloat16))
            return ScalarType.BFloat16;
        if (typeof(T) == typeof(Complex))
            return ScalarType.ComplexFloat64;
        if (typeof(T) == typeof((float, float)))
            return ScalarType.ComplexFloat32;
        throw new ArgumentException($"No tensor has elements of the type {typeof(T).Name}; use float, double, long, int, short, sbyte, byte, bool, Half, BFloat16 or Complex.");
    }
}
