// Tensors in TorchSharp's own binary format: element type, number of dimensions and extents as LEB128 numbers, then the elements' bytes.
using static TorchSharp.torch;

namespace TorchSharp;

internal static class TensorStream
{
    /// <summary>Seven bits a byte, the lowest first; the top bit says that another byte follows.</summary>
    internal static void Encode(BinaryWriter writer, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        for (; value > 0x7f; value >>= 7)
            writer.Write((byte)(value | 0x80));
        writer.Write((byte)value);
    }

    internal static long Decode(BinaryReader reader)
    {
        long value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = reader.ReadByte();
            value |= (long)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
        throw new InvalidDataException("A number in the file has more than 64 bits: the file is not in TorchSharp's format.");
    }

    internal static void Save(BinaryWriter writer, Tensor tensor)
    {
        Encode(writer, (int)tensor.dtype);
        Encode(writer, tensor.dim());
        foreach (var extent in tensor.shape)
            Encode(writer, extent);
        using var detached = tensor.detach();
        using var here = detached.cpu();
        using var plain = here.resolve_conj();
        using var resolved = plain.resolve_neg();
        using var flat = resolved.contiguous();
        Elements(flat, bytes => writer.Write(bytes));
    }

    /// <summary>The next tensor, on the CPU.</summary>
    internal static Tensor Load(BinaryReader reader)
    {
        var (type, shape) = ReadHeader(reader);
        var tensor = empty(shape, type, CPU);
        Elements(tensor, reader.BaseStream.ReadExactly);
        return tensor;
    }

    /// <summary>Reads the next tensor's values into one of the same type and shape, on whatever device.</summary>
    internal static void LoadInto(BinaryReader reader, Tensor target, string name)
    {
        var (type, shape) = ReadHeader(reader);
        if (type != target.dtype)
            throw new ArgumentException($"'{name}' is {target.Described()} here, but {ScalarTypes.Name(type)} in the file: mismatched tensor data types.", nameof(target));
        if (!shape.AsSpan().SequenceEqual(target.shape))
            throw new ArgumentException($"'{name}' is {target.Described()} here, but ({string.Join(", ", shape)}) in the file: mismatched tensor shape.", nameof(target));
        using var grad = no_grad();
        using var read = empty(shape, type, CPU);
        Elements(read, reader.BaseStream.ReadExactly);
        target.copy_(read);
    }

    internal static void Skip(BinaryReader reader) => Load(reader).Dispose();

    // A span cannot hold more than two gigabytes.
    private static unsafe void Elements(Tensor tensor, PieceAction piece)
    {
        var left = tensor.numel() * tensor.element_size();
        for (var at = (byte*)tensor.data_ptr(); left > 0;)
        {
            var length = (int)Math.Min(left, 1 << 30);
            piece(new Span<byte>(at, length));
            at += length;
            left -= length;
        }
        GC.KeepAlive(tensor);
    }

    private delegate void PieceAction(Span<byte> bytes);

    private static (ScalarType, long[]) ReadHeader(BinaryReader reader)
    {
        var type = Decode(reader);
        var dimensions = Decode(reader);
        if (!Enum.IsDefined(typeof(ScalarType), Convert.ChangeType(type, Enum.GetUnderlyingType(typeof(ScalarType)), System.Globalization.CultureInfo.InvariantCulture)) || dimensions > 64)
            throw new InvalidDataException($"The file has a tensor of type {type} and {dimensions} dimensions: it is not in TorchSharp's format.");
        var shape = new long[dimensions];
        for (var d = 0; d < shape.Length; d++)
            shape[d] = Decode(reader);
        return ((ScalarType)type, shape);
    }
}
