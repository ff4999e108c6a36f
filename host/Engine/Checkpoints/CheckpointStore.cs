// The checkpoints of one stage on the disk: written whole, hashed, found again after any crash.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// Keeps a stage's checkpoints in <c>checkpoints/step-N</c>: the files of a state and <c>manifest.json</c> with their SHA-256. Each folder is
/// written aside, flushed and renamed; the pointer <c>latest</c>, which holds the folder's name and its manifest's SHA-256, moves last. A
/// checkpoint that is damaged in any byte is recognised, named, and the one before is taken.
/// </summary>
/// <param name="stageDirectory">The stage's folder.</param>
/// <param name="retention">Which checkpoints stay.</param>
/// <param name="warn">Takes a sentence for each checkpoint that is damaged.</param>
internal sealed class CheckpointStore(string stageDirectory, Retention retention, Action<string> warn)
{
    private const string Tensors = "state.safetensors", Values = "state.json", Manifest = "manifest.json";
    // stage, stages, run, and the folder of all runs.
    private const int FoldersAbove = 4;

    private readonly string _folder = Path.Join(stageDirectory, "checkpoints");
    private bool _anchored;

    private string Pointer => Path.Join(_folder, "latest");

    /// <summary>Writes a checkpoint; when this returns it survives a power cut.</summary>
    /// <param name="content">What is in it.</param>
    /// <returns>Its folder.</returns>
    /// <exception cref="IOException">It could not be written; the one before is untouched and stays the latest.</exception>
    public string Save(CheckpointContent content)
    {
        Anchor();
        var directory = FreshName(content.Step);
        var aside = Path.Join(_folder, $".{Path.GetFileName(directory)}.new");
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        Disk.CreateFolder(aside);
        string manifest;
        try
        {
            var files = new JsonObject
            {
                [Tensors] = Write(aside, Tensors, stream => Safetensors.Save(stream, content.Tensors, null)),
                [Values] = Write(aside, Values, stream => stream.Write(content.Values)),
            };
            var entry = Write(aside, Manifest, stream => JsonFiles.Write(stream, new JsonObject
            {
                ["format"] = 1,
                ["step"] = content.Step,
                ["metrics"] = new JsonObject(content.Metrics.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
                ["files"] = files,
            }));
            manifest = entry["sha256"]!.GetValue<string>();
            Disk.SyncFolder(aside);
            Disk.Rename(aside, directory);
            Disk.SyncFolder(_folder);
            Disk.Replace(Pointer, stream => stream.Write(Encoding.ASCII.GetBytes($"{Path.GetFileName(directory)} {manifest}\n")));
        }
        catch
        {
            // The space is wanted by the next attempt.
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
            throw;
        }

        DiskTrace.Acknowledge(directory, content.Step);
        Prune(directory);
        return directory;
    }

    /// <summary>The newest checkpoint that is whole, or null. The tensors belong to the caller's dispose scope.</summary>
    public (Dictionary<string, torch.Tensor> Tensors, JsonObject Values)? Latest()
    {
        if (LatestDirectory() is not { } directory) return null;
        var tensors = new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
        using var reader = Safetensors.Open(Path.Join(directory, Tensors));
        foreach (var name in reader.Names) tensors[name] = reader.Tensor(name);
        return (tensors, JsonFiles.Read(Path.Join(directory, Values)));
    }

    /// <summary>The folder of the newest checkpoint that is whole, or null.</summary>
    public string? LatestDirectory()
    {
        if (!Directory.Exists(_folder)) return null;
        var (pointed, manifest) = ReadPointer();
        var candidates = Complete().Select(folder => (Folder: folder, Manifest: (string?)null)).ToList();
        if (pointed is not null)
        {
            // Newer ones than the pointer's were never acknowledged; they are as good where the acknowledged one is damaged.
            candidates.RemoveAll(candidate => candidate.Folder == pointed);
            candidates.Insert(0, (pointed, manifest));
        }

        string? damaged = null;
        foreach (var (folder, expected) in candidates)
        {
            if (Damage(folder, expected) is not { } damage)
            {
                if (damaged is not null) warn($"{damaged} The checkpoint {folder} is taken in its place.");
                return folder;
            }

            damaged = (damaged is null ? "" : damaged + " ") + $"The checkpoint {folder} is damaged: {damage}.";
        }

        if (damaged is not null) warn($"{damaged} No other checkpoint of this stage is whole, so it begins again.");
        return null;
    }

    /// <summary>What is wrong with a checkpoint's folder, or null.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="manifestHash">The SHA-256 that its manifest has to have; null where nothing says.</param>
    public static string? Damage(string folder, string? manifestHash = null)
    {
        try
        {
            var path = Path.Join(folder, Manifest);
            if (!File.Exists(path)) return Directory.Exists(folder) ? $"{Manifest} is missing" : "the folder is missing";
            if (manifestHash is not null && Hash(path) != manifestHash) return $"{Manifest} has another SHA-256 than the one noted in \"latest\"";
            var files = JsonFiles.Read(path)["files"] as JsonObject;
            if (files?[Tensors] is null || files[Values] is null) return $"{Manifest} does not list {Tensors} and {Values}";
            foreach (var (name, entry) in files)
            {
                var file = new FileInfo(Path.Join(folder, name));
                if (!file.Exists) return $"{name} is missing";
                var (bytes, hash) = (entry!["bytes"]!.GetValue<long>(), entry["sha256"]!.GetValue<string>());
                if (file.Length != bytes) return $"{name} has {file.Length} bytes where {bytes} were written";
                if (Hash(file.FullName) != hash) return $"{name} has another SHA-256 than when it was written";
            }

            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or PluginHostException or InvalidOperationException or NullReferenceException or FormatException)
        {
            return fault is IOException or UnauthorizedAccessException ? $"it cannot be read ({fault.Message})" : $"{Manifest} is no manifest ({fault.Message})";
        }
    }

    // A checkpoint is found only if all folders above it are. They were made on the way to the first step, where flushing would have cost time.
    private void Anchor()
    {
        Disk.CreateFolder(_folder);
        if (_anchored) return;
        var folder = Path.GetFullPath(stageDirectory);
        foreach (var file in new[] { Path.Join(folder, "plan.json"), Path.Join(folder, "..", "..", "run.json") })
            if (File.Exists(file)) Disk.SyncFile(Path.GetFullPath(file));
        for (var level = 0; level < FoldersAbove && folder is not null && Directory.Exists(folder); level++, folder = Path.GetDirectoryName(folder)) Disk.SyncFolder(folder);
        _anchored = true;
    }

    private (string? Folder, string? Manifest) ReadPointer()
    {
        if (!File.Exists(Pointer)) return (null, null);
        var words = File.ReadAllText(Pointer).Split(' ', StringSplitOptions.TrimEntries);
        if (words is [var name, { Length: 64 } hash] && name.StartsWith("step-", StringComparison.Ordinal) && Path.GetFileName(name) == name
            && hash.All(char.IsAsciiHexDigitLower)) return (Path.Join(_folder, name), hash);
        warn($"{Pointer} is damaged: it has to be a folder's name and a SHA-256. The newest checkpoint that is whole is taken.");
        return (null, null);
    }

    // Newest first. What is aside has a name that begins with a dot.
    private IEnumerable<string> Complete() => Directory.GetDirectories(_folder, "step-*").OrderByDescending(StepOf).ThenByDescending(folder => folder, StringComparer.Ordinal);

    // A resumed run may come by a step again; what is there under its name may be the latest, and is not touched.
    private string FreshName(long step)
    {
        var name = Path.Join(_folder, $"step-{step.ToString("D8", CultureInfo.InvariantCulture)}");
        if (!Directory.Exists(name)) return name;
        for (var again = 2; ; again++)
            if (!Directory.Exists($"{name}.{again}")) return $"{name}.{again}";
    }

    private static long StepOf(string folder)
    {
        var name = Path.GetFileName(folder)["step-".Length..];
        var end = name.IndexOf('.', StringComparison.Ordinal);
        return long.TryParse(end < 0 ? name : name[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1;
    }

    private void Prune(string latest)
    {
        try
        {
            foreach (var leftover in Directory.GetDirectories(_folder, ".step-*")) Directory.Delete(leftover, recursive: true);
            var there = Complete().Select(folder => new Retention.Kept(folder, StepOf(folder), retention.Best is null ? null : MetricOf(folder, retention.Best))).ToList();
            foreach (var folder in retention.Surplus(there, latest)) Disk.DeleteFolder(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            warn($"An old checkpoint could not be removed from {_folder} ({fault.Message}); it stays.");
        }
    }

    private static double? MetricOf(string folder, string metric)
    {
        try
        {
            return JsonFiles.Read(Path.Join(folder, Manifest))["metrics"]?[metric]?.GetValue<double>();
        }
        catch (PluginHostException)
        {
            // A damaged one is nobody's best; it goes when it is the oldest.
            return null;
        }
    }

    private static JsonObject Write(string folder, string name, Action<Stream> write)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = 0L;
        Disk.WriteFile(Path.Join(folder, name), stream =>
        {
            using var hashing = new HashingStream(stream, hash);
            write(hashing);
            bytes = hashing.Length;
        });
        return new JsonObject { ["bytes"] = bytes, ["sha256"] = Convert.ToHexStringLower(hash.GetHashAndReset()) };
    }

    private static string Hash(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
