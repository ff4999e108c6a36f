// NumPy's file format, as far as weights need it.
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace MyNamePlugin;

/// <summary>Reads <c>.npy</c> files of version 1 to 3 with float32, float64, int32 or int64 numbers in C's order.</summary>
internal static class NpyFile
{
    private static readonly byte[] s_magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    private static readonly Regex s_header = new(@"'descr':\s*'<(?<type>f4|f8|i4|i8)'.*'fortran_order':\s*False.*'shape':\s*\((?<shape>[0-9, ]*)\)");

    /// <summary>Whether a file begins as NumPy's do.</summary>
    public static bool IsOne(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[6];
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual(s_magic);
    }

    /// <summary>The array of a file.</summary>
    /// <exception cref="PluginHostException">It is no such file, or holds something else.</exception>
    public static Tensor Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < 12 || !bytes.AsSpan(0, 6).SequenceEqual(s_magic)) throw new PluginHostException($"{path} is no .npy file.");
        // Version 1 has a length of two bytes, later ones of four.
        var (begin, length) = bytes[6] == 1 ? (10, BitConverter.ToUInt16(bytes, 8)) : (12, (int)BitConverter.ToUInt32(bytes, 8));
        if (length < 0 || begin + (long)length > bytes.Length) throw new PluginHostException($"{path} is cut off in its description.");
        var header = Encoding.UTF8.GetString(bytes, begin, length);
        if (s_header.Match(header) is not { Success: true } described)
            throw new PluginHostException($"{path} is described by {header.Trim()}; an array of numbers in C's order is wanted.");
        long[] shape = [.. described.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(long.Parse)];
        var data = bytes.AsSpan(begin + length);
        var type = described.Groups["type"].Value;
        var (count, size) = (shape.Aggregate(1L, (product, each) => checked(product * each)), type[1] - '0');
        if (data.Length != count * size) throw new PluginHostException($"{path} should hold {count} numbers of {size} bytes, and has {data.Length} bytes.");
        return type switch
        {
            "f4" => tensor(MemoryMarshal.Cast<byte, float>(data).ToArray(), shape),
            "f8" => tensor(MemoryMarshal.Cast<byte, double>(data).ToArray(), shape),
            "i4" => tensor(MemoryMarshal.Cast<byte, int>(data).ToArray(), shape),
            _ => tensor(MemoryMarshal.Cast<byte, long>(data).ToArray(), shape),
        };
    }
}
