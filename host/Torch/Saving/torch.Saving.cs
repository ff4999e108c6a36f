// torch.save and torch.load of one tensor: a safetensors file with a single entry.
namespace TorchSharp;

public static partial class torch
{
    private const string SavedName = "tensor";

    /// <summary>Writes one tensor to a safetensors file.</summary>
    public static void save(Tensor t, string location) => Safetensors.Save(location, [(SavedName, t)]);

    /// <summary>Reads the tensor of a safetensors file that holds one.</summary>
    public static Tensor load(string location)
    {
        using var reader = Safetensors.Open(location);
        return reader.Names is [var name]
            ? reader.Tensor(name) : throw new InvalidDataException($"load: {location} holds {reader.Names.Count} tensors; read it with Safetensors.Load.");
    }

    /// <summary>A vector over the bytes of a file; <paramref name="shared"/> writes changes back and makes the file where there is none.</summary>
    public static Tensor from_file(string filename, bool? shared = null, long? size = 0, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Calls.from_file(filename, shared, size, dtype ?? s_defaultType, null, device, null), requires_grad);

    public partial class Tensor
    {
        /// <summary>Writes the tensor to a safetensors file.</summary>
        public void save(string location) => torch.save(this, location);

        /// <summary>A new tensor from TorchSharp's binary format; unlike <see cref="load"/>, which reads safetensors.</summary>
        public static Tensor Load(string location)
        {
            using var stream = File.OpenRead(location);
            return Load(stream);
        }

        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            return Load(reader);
        }

        public static Tensor Load(BinaryReader reader)
        {
            ArgumentNullException.ThrowIfNull(reader);
            return TensorStream.Load(reader);
        }

        /// <summary>Reads the tensor of a safetensors file that holds one.</summary>
        public static Tensor load(string location) => torch.load(location);
    }
}
