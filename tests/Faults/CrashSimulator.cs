// What a disk may hold after a power cut, for a trace of what was done to it.
using System.Text.Json.Nodes;

namespace PluginHost.Tests.Faults;

/// <summary>
/// A file system in memory that knows what is on the disk and what is only in the page cache. Contents reach the disk with the file's fsync,
/// names with the folder's. At a crash, of what was not flushed each write is there, not there, there in part (torn at a sector), or its
/// space is there and holds zeros; each change of a name is there or not, in any order. POSIX promises no more.
/// </summary>
internal sealed class CrashSimulator
{
    private const int Sector = 512;
    private readonly FolderNode _root = new();

    /// <summary>Step of the last checkpoint that was acknowledged; null before the first.</summary>
    public long? Acknowledged { get; private set; }

    /// <summary>Does one operation of a trace.</summary>
    public void Apply(JsonObject operation)
    {
        var path = operation["path"]!.GetValue<string>();
        switch (operation["op"]!.GetValue<string>())
        {
            case "mkdir": Folder(path); break;
            case "create": Create(path); break;
            case "write": ((FileNode)Find(path)!).Write(operation["offset"]!.GetValue<long>(), Convert.FromBase64String(operation["bytes"]!.GetValue<string>())); break;
            case "fsync": ((FileNode)Find(path)!).Sync(); break;
            case "fsync-folder": Folder(path).Sync(); break;
            case "rename": Rename(path, operation["to"]!.GetValue<string>()); break;
            case "delete": Parent(path).Change([(Name(path), null)]); break;
            case "acknowledge": Acknowledged = operation["step"]!.GetValue<long>(); break;
            default: throw new InvalidOperationException($"The trace has an operation \"{operation["op"]}\" that is not known.");
        }
    }

    /// <summary>Writes what is on the disk after a crash now into a folder.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="below">The part of the traced file system that is wanted.</param>
    /// <param name="random">Draws what is lost.</param>
    public void Crash(string target, string below, Random random)
    {
        if (OnDisk(below, random) is FolderNode folder) Materialize(folder, target, random);
    }

    private Node? OnDisk(string path, Random random)
    {
        // Folders that were there before the trace began are on the disk: only what lies in them is in doubt.
        Node node = _root;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (node is not FolderNode folder || !folder.Live.TryGetValue(part, out var next)) return null;
            node = next;
        }

        return node;
    }

    private static void Materialize(FolderNode folder, string target, Random random)
    {
        Directory.CreateDirectory(target);
        foreach (var (name, node) in folder.AfterCrash(random))
        {
            if (node is FolderNode inner) Materialize(inner, Path.Join(target, name), random);
            else File.WriteAllBytes(Path.Join(target, name), ((FileNode)node).AfterCrash(random));
        }
    }

    private void Create(string path)
    {
        if (Find(path) is FileNode there) there.Truncate();
        else Parent(path).Change([(Name(path), new FileNode())]);
    }

    private void Rename(string from, string to)
    {
        var node = Find(from) ?? throw new InvalidOperationException($"The trace renames {from}, which is not there.");
        var (source, target) = (Parent(from), Parent(to));
        if (source != target) throw new InvalidOperationException("Renames stay in their folder.");
        // One change: no file system shows half of a rename.
        source.Change([(Name(from), null), (Name(to), node)]);
    }

    private Node? Find(string path) => Parent(path).Live.GetValueOrDefault(Name(path));

    private FolderNode Parent(string path) => Folder(Path.GetDirectoryName(path)!);

    private static string Name(string path) => Path.GetFileName(path);

    private FolderNode Folder(string path)
    {
        var folder = _root;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!folder.Live.TryGetValue(part, out var next)) folder.Change([(part, next = new FolderNode())]);
            folder = (FolderNode)next;
        }

        return folder;
    }

    private abstract class Node;

    private sealed class FolderNode : Node
    {
        private readonly List<(string Name, Node? Node)[]> _pending = [];
        private Dictionary<string, Node> _disk = new(StringComparer.Ordinal);

        public Dictionary<string, Node> Live { get; } = new(StringComparer.Ordinal);

        public void Change((string Name, Node? Node)[] change)
        {
            _pending.Add(change);
            Do(Live, change);
        }

        public void Sync()
        {
            _disk = new Dictionary<string, Node>(Live, StringComparer.Ordinal);
            _pending.Clear();
        }

        public Dictionary<string, Node> AfterCrash(Random random)
        {
            var result = new Dictionary<string, Node>(_disk, StringComparer.Ordinal);
            var kept = random.Next(4) switch
            {
                0 => [],
                1 => [.. _pending],
                // In order, up to somewhere.
                2 => _pending[..random.Next(_pending.Count + 1)],
                _ => _pending.Where(_ => random.Next(2) == 0).ToList(),
            };
            foreach (var change in kept) Do(result, change);
            return result;
        }

        private static void Do(Dictionary<string, Node> names, (string Name, Node? Node)[] change)
        {
            foreach (var (name, node) in change)
            {
                if (node is null) names.Remove(name);
                else names[name] = node;
            }
        }
    }

    private sealed class FileNode : Node
    {
        private readonly List<(long Offset, byte[]? Bytes)> _pending = [];
        private byte[] _disk = [];
        private byte[] _live = [];

        public void Write(long offset, byte[] bytes)
        {
            _pending.Add((offset, bytes));
            _live = Put(_live, offset, bytes);
        }

        public void Truncate()
        {
            _pending.Add((0, null));
            _live = [];
        }

        public void Sync()
        {
            _disk = _live;
            _pending.Clear();
        }

        public byte[] AfterCrash(Random random)
        {
            var content = _disk;
            var way = random.Next(3);
            foreach (var (offset, bytes) in _pending)
            {
                var fate = way == 0 ? 1 : way == 1 ? 0 : random.Next(4);
                if (bytes is null) content = fate == 0 ? content : [];
                else
                    content = fate switch
                    {
                        0 => content,
                        1 => Put(content, offset, bytes),
                        2 => Put(content, offset, bytes[..Math.Min(bytes.Length, Sector * random.Next((bytes.Length / Sector) + 1))]),
                        _ => Put(content, offset, new byte[bytes.Length]),
                    };
            }

            return content;
        }

        private static byte[] Put(byte[] content, long offset, byte[] bytes)
        {
            var result = new byte[Math.Max(content.Length, offset + bytes.Length)];
            content.CopyTo(result, 0);
            bytes.CopyTo(result, offset);
            return result;
        }
    }
}
