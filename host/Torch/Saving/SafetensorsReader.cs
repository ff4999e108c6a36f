// Reads a safetensors file: checks the header whole, maps the data, makes tensors when they are asked for.
using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Text;
using System.Text.Json;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>An open safetensors file. A file that breaks the format in any way is refused when it is opened.</summary>
public sealed class SafetensorsReader : IDisposable
{
    private const long MaximumHeader = 100_000_000;

    private readonly string _path;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly MemoryMappedFile? _map;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly long _data;

    internal SafetensorsReader(string path)
    {
        _path = path;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var size = file.Length;
        if (size < 8)
            throw Bad($"it has {size} bytes and the length of the header alone takes 8");
        Span<byte> prefix = stackalloc byte[8];
        file.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaximumHeader)
            throw Bad($"its header would be {length} bytes long; at most {MaximumHeader} are allowed");
        if ((long)length > size - 8)
            throw Bad($"its header would be {length} bytes long and the file has {size - 8} after the length");
        var header = new byte[length];
        file.ReadExactly(header);
        _data = 8 + (long)length;
        ReadHeader(header, size - _data);
        if (size > _data)
        {
            _map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        }
    }

    /// <summary>The names of the tensors, in the order of the header.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The texts of <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>The shape of a tensor.</summary>
    public IReadOnlyList<long> Shape(string name) => Find(name).Shape;

    /// <summary>The element type of a tensor.</summary>
    public ScalarType Type(string name) => Find(name).Type;

    /// <summary>A copy of a tensor, on the CPU or on the given device.</summary>
    public unsafe Tensor Tensor(string name, Device? device = null)
    {
        var entry = Find(name);
        var tensor = empty(entry.Shape, dtype: entry.Type);
        var bytes = entry.End - entry.Begin;
        if (bytes > 0)
        {
            void* target;
            NativeMethods.Check(NativeMethods.ph_tensor_data(tensor.Pointer("Safetensors"), &target), "Safetensors");
            byte* source = null;
            _view!.SafeMemoryMappedViewHandle.AcquirePointer(ref source);
            try
            {
                Buffer.MemoryCopy(source + _data + entry.Begin, target, bytes, bytes);
            }
            finally
            {
                _view.SafeMemoryMappedViewHandle.ReleasePointer();
            }
        }
        if (device is null || device.type == DeviceType.CPU)
            return tensor;
        using (tensor)
            return tensor.to(device);
    }

    public void Dispose()
    {
        _view?.Dispose();
        _map?.Dispose();
    }

    private Entry Find(string name) => _entries.TryGetValue(name, out var entry)
        ? entry
        : throw new KeyNotFoundException($"{_path} has no tensor \"{Printable(name)}\".");

    private void ReadHeader(byte[] header, long dataLength)
    {
        try
        {
            // The JSON reader would pass over bytes that are no UTF-8 inside strings it does not decode.
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(header);
        }
        catch (DecoderFallbackException fault)
        {
            throw Bad("its header is not UTF-8", fault);
        }
        if (header.Length == 0 || header[0] != (byte)'{')
            throw Bad("its header does not begin with {");
        try
        {
            using var document = JsonDocument.Parse(header);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                    ReadMetadata(property.Value);
                else if (!_entries.TryAdd(property.Name, ReadEntry(property.Name, property.Value)))
                    throw Bad($"two tensors are called \"{Printable(property.Name)}\"");
                else
                    _names.Add(property.Name);
            }
        }
        catch (JsonException fault)
        {
            throw Bad("its header is not JSON: " + fault.Message, fault);
        }
        CheckCoverage(dataLength);
    }

    private void ReadMetadata(JsonElement metadata)
    {
        if (metadata.ValueKind != JsonValueKind.Object)
            throw Bad("its __metadata__ is not an object");
        foreach (var property in metadata.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
                throw Bad($"its metadata \"{Printable(property.Name)}\" is not a string");
            if (!_metadata.TryAdd(property.Name, property.Value.GetString()!))
                throw Bad($"its metadata has \"{Printable(property.Name)}\" twice");
        }
    }

    private Entry ReadEntry(string name, JsonElement value)
    {
        var shown = Printable(name);
        if (value.ValueKind != JsonValueKind.Object)
            throw Bad($"what it says of \"{shown}\" is not an object");
        var fields = new HashSet<string>();
        foreach (var field in value.EnumerateObject())
            if (field.Name is not ("dtype" or "shape" or "data_offsets") || !fields.Add(field.Name))
                throw Bad($"what it says of \"{shown}\" has the field \"{Printable(field.Name)}\" {(fields.Contains(field.Name) ? "twice" : "that the format does not have")}");
        if (fields.Count != 3)
            throw Bad($"what it says of \"{shown}\" lacks dtype, shape or data_offsets");
        if (value.GetProperty("dtype") is not { ValueKind: JsonValueKind.String } typeName || SafetensorsTypes.Parse(typeName.GetString()!) is not { } type)
            throw Bad($"the element type of \"{shown}\" is {Printable(value.GetProperty("dtype").ToString())}, which is none that can be read");
        var shape = Integers(value.GetProperty("shape"), $"the shape of \"{shown}\"");
        var offsets = Integers(value.GetProperty("data_offsets"), $"the offsets of \"{shown}\"");
        if (offsets.Length != 2)
            throw Bad($"\"{shown}\" has {offsets.Length} offsets in place of 2");
        if (offsets[1] < offsets[0])
            throw Bad($"\"{shown}\" ends at {offsets[1]}, before it begins at {offsets[0]}");
        long bytes = type.Size;
        try
        {
            foreach (var dimension in shape)
                bytes = checked(bytes * dimension);
        }
        catch (OverflowException fault)
        {
            throw Bad($"the shape of \"{shown}\" has more elements than can be counted", fault);
        }
        if (offsets[1] - offsets[0] != bytes)
            throw Bad($"\"{shown}\" has {offsets[1] - offsets[0]} bytes where its shape [{string.Join(", ", shape)}] and type {typeName} need {bytes}");
        return new Entry(type.Type, shape, offsets[0], offsets[1]);
    }

    private long[] Integers(JsonElement list, string what)
    {
        if (list.ValueKind != JsonValueKind.Array)
            throw Bad($"{what} is not a list");
        return [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) && number >= 0
            ? number
            : throw Bad($"{what} holds {Printable(item.ToString())}, which is no whole number from 0 on"))];
    }

    /// <summary>The data must be covered from its first byte to its last, without gap or overlap.</summary>
    private void CheckCoverage(long dataLength)
    {
        long covered = 0;
        foreach (var (name, entry) in _entries.OrderBy(pair => pair.Value.Begin).ThenBy(pair => pair.Value.End))
        {
            if (entry.Begin != covered)
                throw Bad(covered == 0
                    ? $"its first tensor begins at {entry.Begin} and not at 0"
                    : $"\"{Printable(name)}\" begins at {entry.Begin} and the one before it ends at {covered}");
            covered = entry.End;
        }
        if (covered != dataLength)
            throw Bad($"its tensors end at {covered} and its data at {dataLength}");
    }

    private InvalidDataException Bad(string what, Exception? inner = null) => new($"{_path} is not a valid safetensors file: {what}.", inner);

    /// <summary>A name from a file may hold anything; a terminal must not be steered by it.</summary>
    private static string Printable(string text) => string.Concat(text.Take(200).Select(letter => char.IsControl(letter) ? '?' : letter));

    private sealed record Entry(ScalarType Type, long[] Shape, long Begin, long End);
}
