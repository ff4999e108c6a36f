// One tensor in a stream or file. The stream format is TorchSharp's: element type, number of dimensions and sizes, each in groups of
// seven bits, then the elements' bytes; a module's file is a list of these.
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    /// <summary>Writes the tensor in TorchSharp's stream format.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write7BitEncodedInt64((long)tensor.dtype);
        var shape = tensor.shape;
        writer.Write7BitEncodedInt64(shape.Length);
        foreach (var extent in shape)
            writer.Write7BitEncodedInt64(extent);
        writer.Write(tensor.ReadBytes());
    }

    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    public static void Save(this Tensor tensor, string location) => tensor.Save(File.Create(location));

    /// <summary>Reads elements into this tensor, which must be of the type and shape that was written; <paramref name="skip"/> only moves on.</summary>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (type, shape) = Header(reader);
        if (type != tensor.dtype)
            throw new ArgumentException($"Load: the stream holds {ScalarTypes.Name(type)}, the tensor {ScalarTypes.Name(tensor.dtype)}.", nameof(tensor));
        if (!skip && !shape.AsSpan().SequenceEqual(tensor.shape))
            throw new ArgumentException($"Load: the stream holds the shape [{string.Join(", ", shape)}], the tensor has [{string.Join(", ", tensor.shape)}].", nameof(tensor));
        using var read = Elements(reader, type, shape);
        if (skip)
            return;
        using var frozen = no_grad();
        tensor.copy_(read);
    }

    /// <summary>A new tensor from TorchSharp's stream format; of zeros when <paramref name="skip"/> is true.</summary>
    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (type, shape) = Header(reader);
        var read = Elements(reader, type, shape);
        return skip ? read.zero_() : read;
    }

    /// <summary>Like the other forms: into the tensor, or into a new one where it is null.</summary>
    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        if (tensor is null)
            tensor = Load(reader, skip);
        else
            tensor.Load(reader, skip);
    }

    private static (ScalarType Type, long[] Shape) Header(BinaryReader reader)
    {
        var type = (ScalarType)reader.Read7BitEncodedInt64();
        var shape = new long[checked((int)reader.Read7BitEncodedInt64())];
        for (var d = 0; d < shape.Length; d++)
            shape[d] = reader.Read7BitEncodedInt64();
        return (type, shape);
    }

    private static unsafe Tensor Elements(BinaryReader reader, ScalarType type, long[] shape)
    {
        var length = checked((int)(shape.TotalSize() * ScalarTypes.Size(type)));
        var bytes = reader.ReadBytes(length);
        if (bytes.Length != length)
            throw new EndOfStreamException($"Load: expected {length} bytes of {ScalarTypes.Name(type)} [{string.Join(", ", shape)}], got {bytes.Length}.");
        fixed (byte* pointer = bytes)
            return FromMemory(pointer, shape, type, null);
    }
}
