// What the last start found, so that this one opens no plugin's file unless it changed. A missing or damaged cache only costs time.
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace PluginHost.Loading.Discovery;

/// <summary>Remembers found plugins by their folder and by the size and time of every file in it.</summary>
internal sealed class FinderCache
{
    private const int Format = 3, SumLength = sizeof(uint);

    /// <summary>A file that was written so shortly ago may be written again within the clock's resolution, and would look unchanged.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly string _file;
    private readonly Dictionary<string, FoundPlugin> _known;
    private readonly List<FoundPlugin> _kept = [];
    private int _recalled;

    private FinderCache(string file, Dictionary<string, FoundPlugin> known) => (_file, _known) = (file, known);

    /// <summary>The cache of a state folder.</summary>
    public static FinderCache Read(string stateDirectory)
    {
        var file = Path.Join(stateDirectory, "plugins.cache");
        return new FinderCache(file, File.Exists(file) ? Parse(File.ReadAllBytes(file)) : []);
    }

    /// <summary>What is known of a folder, when every file in it has the size and time that it had; otherwise null.</summary>
    public FoundPlugin? Recall(string folder, bool builtIn)
    {
        if (!_known.TryGetValue(folder, out var known)) return null;
        var files = FolderListing.Stat(folder);
        if (files.Count != known.Files.Count) return null;
        for (var i = 0; i < files.Count; i++)
            if (files[i] != (known.Files[i] with { Hash = "" })) return null;
        _recalled++;
        _kept.Add(known);
        return known with { BuiltIn = builtIn };
    }

    /// <summary>Takes what was read afresh.</summary>
    public FoundPlugin Keep(FoundPlugin found)
    {
        var now = DateTime.UtcNow.Ticks;
        if (found.Files.Count > 0 && found.ContentHash.Length > 0 && found.Files.All(file => now - file.Modified > Fresh.Ticks)) _kept.Add(found);
        return found;
    }

    /// <summary>Writes what was recalled and kept, if that is not what was read.</summary>
    public void Write()
    {
        if (_recalled == _kept.Count && _recalled == _known.Count) return;
        var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Format);
            writer.Write(SdkVersion.Major);
            writer.Write(SdkVersion.Minor);
            WriteList(writer, _kept, WritePlugin);
        }

        var content = buffer.ToArray();
        try
        {
            var sum = new byte[SumLength];
            BinaryPrimitives.WriteUInt32LittleEndian(sum, Sum(content));
            AtomicFile.Write(_file, [.. sum, .. content]);
        }
        catch (Exception readOnly) when (readOnly is IOException or UnauthorizedAccessException)
        {
            // Listing plugins works in a folder that cannot be written; loading one says that it needs the folder.
        }
    }

    private static Dictionary<string, FoundPlugin> Parse(byte[] content)
    {
        var known = new Dictionary<string, FoundPlugin>(StringComparer.Ordinal);
        if (content.Length < SumLength || BinaryPrimitives.ReadUInt32LittleEndian(content) != Sum(content.AsSpan(SumLength))) return known;
        using var reader = new BinaryReader(new MemoryStream(content, SumLength, content.Length - SumLength), Encoding.UTF8);
        if (reader.ReadInt32() != Format || reader.ReadInt32() != SdkVersion.Major || reader.ReadInt32() != SdkVersion.Minor) return known;
        foreach (var found in ReadList(reader, ReadPlugin)) known[found.Folder] = found;
        return known;
    }

    // Against damage only, so no hash of System.Security.Cryptography: loading OpenSSL for it took most of the check's time.
    private static uint Sum(ReadOnlySpan<byte> content)
    {
        var sum = uint.MaxValue;
        while (content.Length >= sizeof(ulong))
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(content));
            content = content[sizeof(ulong)..];
        }

        foreach (var one in content) sum = BitOperations.Crc32C(sum, one);
        return sum;
    }

    private static void WritePlugin(BinaryWriter writer, FoundPlugin found)
    {
        writer.Write(found.Folder);
        writer.Write(found.ContentHash);
        WriteText(writer, found.Refused);
        WriteList(writer, found.Files, (to, file) =>
        {
            to.Write(file.Name);
            to.Write(file.Size);
            to.Write(file.Modified);
            to.Write(file.Hash);
        });
        writer.Write(found.Metadata is not null);
        if (found.Metadata is not { } metadata) return;
        writer.Write(metadata.File);
        writer.Write(metadata.Assembly);
        writer.Write(metadata.Name);
        writer.Write(metadata.Sdk);
        writer.Write(metadata.Version);
        WriteText(writer, metadata.Author);
        WriteText(writer, metadata.Description);
        WriteList(writer, metadata.EntryTypes, (to, type) => to.Write(type));
        WriteList(writer, metadata.Provides, (to, one) =>
        {
            to.Write((int)one.Kind);
            to.Write(one.Name);
            WriteText(to, one.OptionsType);
            WriteText(to, one.Format);
            WriteText(to, one.Summary);
        });
    }

    private static FoundPlugin ReadPlugin(BinaryReader reader)
    {
        var folder = reader.ReadString();
        var hash = reader.ReadString();
        var refused = ReadText(reader);
        var files = ReadList(reader, from => new PluginFile(from.ReadString(), from.ReadInt64(), from.ReadInt64(), from.ReadString()));
        var metadata = !reader.ReadBoolean() ? null : new PluginMetadata(
            reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), ReadText(reader), ReadText(reader),
            ReadList(reader, from => from.ReadString()),
            ReadList(reader, from => new Announcement((Kind)from.ReadInt32(), from.ReadString(), ReadText(from), ReadText(from), ReadText(from))));
        return new FoundPlugin(folder, BuiltIn: false, files, hash, metadata, refused);
    }

    private static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null) writer.Write(text);
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static void WriteList<T>(BinaryWriter writer, IReadOnlyCollection<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write(items.Count);
        foreach (var item in items) write(writer, item);
    }

    private static List<T> ReadList<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = reader.ReadInt32();
        var items = new List<T>(count);
        for (var i = 0; i < count; i++) items.Add(read(reader));
        return items;
    }
}
