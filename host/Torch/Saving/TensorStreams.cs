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
        TensorStream.Save(writer, tensor);
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
        if (skip)
            TensorStream.Skip(reader);
        else
            TensorStream.LoadInto(reader, tensor, "tensor");
    }

    /// <summary>A new tensor from TorchSharp's stream format; of zeros when <paramref name="skip"/> is true.</summary>
    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var read = TensorStream.Load(reader);
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
}
