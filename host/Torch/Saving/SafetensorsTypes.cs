// The format's names of element types.
using static TorchSharp.torch;

namespace TorchSharp;

internal static class SafetensorsTypes
{
    private static readonly (ScalarType Type, string Name, int Size)[] s_types =
    [
        (ScalarType.Float64, "F64", 8), (ScalarType.Int64, "I64", 8), (ScalarType.Float32, "F32", 4), (ScalarType.Int32, "I32", 4),
        (ScalarType.Float16, "F16", 2), (ScalarType.BFloat16, "BF16", 2), (ScalarType.Int16, "I16", 2),
        (ScalarType.Byte, "U8", 1), (ScalarType.Int8, "I8", 1), (ScalarType.Bool, "BOOL", 1),
    ];

    internal static string Name(ScalarType type) => Find(type).Name;

    internal static int Size(ScalarType type) => Find(type).Size;

    internal static (ScalarType Type, int Size)? Parse(string name)
    {
        foreach (var (type, known, size) in s_types)
            if (known == name)
                return (type, size);
        return null;
    }

    private static (ScalarType Type, string Name, int Size) Find(ScalarType type)
    {
        foreach (var entry in s_types)
            if (entry.Type == type)
                return entry;
        throw new ArgumentException($"safetensors has no element type for {type}.", nameof(type));
    }
}
