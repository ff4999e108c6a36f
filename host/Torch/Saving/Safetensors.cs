// Tensors in files: the safetensors format, written whole or not at all.
using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Reads and writes safetensors files: eight bytes of length, a JSON header, then the data, little-endian and without gaps.</summary>
public static class Safetensors
{
    /// <summary>Opens a file for reading; the header is checked whole, the data is mapped and read when a tensor is asked for.</summary>
    /// <exception cref="InvalidDataException">The file breaks the format; the message says where.</exception>
    public static SafetensorsReader Open(string path) => new(path);

    /// <summary>Every tensor of a file.</summary>
    public static Dictionary<string, Tensor> Load(string path, Device? device = null)
    {
        using var reader = Open(path);
        return reader.Names.ToDictionary(name => name, name => reader.Tensor(name, device), StringComparer.Ordinal);
    }

    /// <summary>Writes tensors, sorted by the size of their elements and then by name, as the reference implementation does.</summary>
    /// <param name="path">The file; it appears when it is complete.</param>
    /// <param name="tensors">Name and tensor; each name once.</param>
    /// <param name="metadata">Texts by name, or null.</param>
    public static void Save(string path, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var aside = $"{path}.{Environment.ProcessId}.new";
        try
        {
            using (var file = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                Save(file, tensors, metadata);
                file.Flush(flushToDisk: true);
            }
            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>Writes tensors to a stream, in the same order.</summary>
    /// <param name="stream">Where to; it is neither flushed nor closed.</param>
    /// <param name="tensors">Name and tensor; each name once.</param>
    /// <param name="metadata">Texts by name, or null.</param>
    public static void Save(Stream stream, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var entries = tensors.OrderByDescending(entry => SafetensorsTypes.Size(entry.Tensor.dtype)).ThenBy(entry => entry.Name, StringComparer.Ordinal).ToList();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, _) in entries)
            if (!names.Add(name))
                throw new ArgumentException($"Safetensors.Save: two tensors are called \"{name}\".", nameof(tensors));
        var header = Header(entries, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in entries)
            Write(stream, tensor);
    }

    private static unsafe void Write(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var local = tensor.detach().cpu().contiguous();
        void* data;
        NativeMethods.Check(NativeMethods.ph_tensor_data(local.Pointer("Safetensors.Save"), &data), "Safetensors.Save");
        var left = local.numel() * SafetensorsTypes.Size(local.dtype);
        for (var at = (byte*)data; left > 0;)
        {
            var part = (int)Math.Min(left, 1 << 30);
            stream.Write(new ReadOnlySpan<byte>(at, part));
            at += part;
            left -= part;
        }
        GC.KeepAlive(local);
    }

    private static byte[] Header(List<(string Name, Tensor Tensor)> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (name, value) in metadata)
                    json.WriteString(name, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (var (name, tensor) in entries)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", SafetensorsTypes.Name(tensor.dtype));
                json.WriteStartArray("shape");
                foreach (var size in tensor.shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                var end = offset + (tensor.numel() * SafetensorsTypes.Size(tensor.dtype));
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(end);
                json.WriteEndArray();
                json.WriteEndObject();
                offset = end;
            }
            json.WriteEndObject();
        }
        // Spaces bring the data to a multiple of eight bytes, where a mapped reader can use it in place.
        while (stream.Length % 8 != 0)
            stream.WriteByte((byte)' ');
        return stream.ToArray();
    }
}
