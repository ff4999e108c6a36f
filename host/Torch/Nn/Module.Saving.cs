// Modules in TorchSharp's own binary format: the number of entries, then of each its name and tensor.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>Writes parameters and persistent buffers, which <see cref="load(string, bool, IList{string}, Dictionary{string, bool})"/> and TorchSharp read.</summary>
            /// <param name="location">The file, which is replaced.</param>
            /// <param name="skip">Names that are left out.</param>
            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            /// <summary>Writes to a stream, which is closed.</summary>
            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>Writes named tensors in the same format.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                ArgumentNullException.ThrowIfNull(writer);
                ArgumentNullException.ThrowIfNull(sd);
                var kept = sd.Where(entry => skip?.Contains(entry.Key) != true).ToList();
                TensorStream.Encode(writer, kept.Count);
                foreach (var (name, tensor) in kept)
                {
                    writer.Write(name);
                    TensorStream.Save(writer, tensor);
                }
            }

            /// <summary>Reads what <see cref="save(string, IList{string})"/> or TorchSharp wrote.</summary>
            /// <param name="location">The file.</param>
            /// <param name="strict">Whether the file must have exactly this module's entries; otherwise those that fit are taken.</param>
            /// <param name="skip">Names that are not taken from the file.</param>
            /// <param name="loadedParameters">Filled with the file's names, true where this module has them.</param>
            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            /// <summary>Reads from a stream, which is closed.</summary>
            public Module load(Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                ArgumentNullException.ThrowIfNull(reader);
                var own = state_dict();
                var entries = TensorStream.Decode(reader);
                if (strict && entries != own.Count)
                    throw new ArgumentException($"{GetName()} has {own.Count} parameters and buffers, but the file has {entries}.", nameof(reader));
                for (var i = 0L; i < entries; i++)
                {
                    var name = reader.ReadString();
                    var known = own.TryGetValue(name, out var target);
                    if (strict && !known)
                        throw new ArgumentException($"{GetName()} has no parameter or buffer '{name}', which the file has.", nameof(reader));
                    if (known && skip?.Contains(name) != true)
                        TensorStream.LoadInto(reader, target!, name);
                    else
                        TensorStream.Skip(reader);
                    loadedParameters?.Add(name, known);
                }
                return this;
            }

            /// <summary>A new module with the values of a file.</summary>
            public static Module Create<T>(string path) where T : Module, new() => new T().load(path);
        }
    }
}
