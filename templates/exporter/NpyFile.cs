// NumPy's file format, as far as weights need it.
using System.Runtime.InteropServices;
using System.Text;

namespace MyNamePlugin;

/// <summary>Writes <c>.npy</c> files of version 1: float32, or int64 for what holds whole numbers, in C's order.</summary>
internal static class NpyFile
{
    // Data begins at a multiple of 64, as NumPy has it.
    private const int Alignment = 64;

    private static readonly byte[] s_begin = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <summary>Writes an array.</summary>
    public static void Write(string path, Tensor tensor)
    {
        var isFloating = tensor.is_floating_point();
        var values = tensor.detach().cpu().to(isFloating ? float32 : int64).contiguous().flatten();
        var shape = string.Join(", ", tensor.shape) + (tensor.dim() == 1 ? "," : "");
        var header = $"{{'descr': '<{(isFloating ? "f4" : "i8")}', 'fortran_order': False, 'shape': ({shape}), }}";
        var length = (s_begin.Length + 2 + header.Length + 1 + Alignment - 1) / Alignment * Alignment - s_begin.Length - 2;
        using var file = File.Create(path);
        file.Write(s_begin);
        file.Write(BitConverter.GetBytes((ushort)length));
        file.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + "\n"));
        file.Write(isFloating ? MemoryMarshal.AsBytes(values.ToArray<float>().AsSpan()) : MemoryMarshal.AsBytes(values.ToArray<long>().AsSpan()));
    }
}
