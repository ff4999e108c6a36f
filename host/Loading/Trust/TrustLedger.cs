// plugins.lock.json: what somebody looked at and said yes to, by the content of every file.
using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Loading.Discovery;

namespace PluginHost.Loading.Trust;

/// <summary>
/// The record of trusted plugins. A plugin is trusted under its name with exactly the files that were there: the record holds a list for
/// each name, and each item of it the content's hash, who said yes, and the hash of every file. Beside that it holds the folders whose plugin
/// somebody builds again and again, and wants trusted whenever it is built.
/// </summary>
/// <param name="path">The lock file; need not exist.</param>
internal sealed class TrustLedger(string path)
{
    /// <summary>Somebody asked for it.</summary>
    public const string Person = "person";

    /// <summary>It was built anew in a folder that is trusted for that.</summary>
    public const string Rebuild = "rebuild";

    // Of an earlier host, which took down what it loaded of its own build.
    private const string Build = "build";

    private readonly Lock _gate = new();
    private DateTime _modified;
    private long _size = -1;
    private JsonObject _plugins = [], _rebuilds = [];

    /// <summary>Told when something is trusted without anybody being asked, in one sentence.</summary>
    public event Action<string>? Told;

    /// <summary>Whether a plugin with this content is trusted.</summary>
    public bool Knows(string plugin, string contentHash)
    {
        lock (_gate)
        {
            Refresh();
            return Find(plugin, contentHash);
        }
    }

    /// <summary>Whether whatever is built into a plugin's folder is trusted.</summary>
    public bool TrustsRebuilds(string plugin, string folder)
    {
        lock (_gate)
        {
            Refresh();
            return _rebuilds[plugin] is JsonArray folders && folders.Any(one => one is JsonValue value && value.TryGetValue(out string? text) && text == Path.GetFullPath(folder));
        }
    }

    /// <summary>What differs from the files that somebody last said yes to, as in <c>acme.dll has changed</c>; empty where nobody ever did.</summary>
    public IReadOnlyList<string> Changes(string plugin, IReadOnlyList<PluginFile> files)
    {
        JsonObject? known;
        lock (_gate)
        {
            Refresh();
            known = (_plugins[plugin] as JsonArray)?.LastOrDefault() is JsonObject last ? last["files"] as JsonObject : null;
        }

        return known is null ? [] : Differences.Of(known.ToDictionary(file => file.Key, file => Text(known, file.Key) ?? "", StringComparer.Ordinal), files);
    }

    /// <summary>Trusts whatever is built into a plugin's folder from now on.</summary>
    public void AddRebuilds(string plugin, string folder) => Change(() =>
    {
        if (_rebuilds[plugin] is not JsonArray folders) _rebuilds[plugin] = folders = [];
        folders.Add(Path.GetFullPath(folder));
        return true;
    }, unless: () => TrustsRebuilds(plugin, folder));

    /// <summary>Takes back every yes to a plugin of this name.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string plugin) => Change(() => _plugins.Remove(plugin) | _rebuilds.Remove(plugin));

    /// <summary>Says that something is trusted without anybody having been asked.</summary>
    public void Tell(string sentence) => Told?.Invoke(sentence);

    /// <summary>Trusts a plugin with this content from now on.</summary>
    /// <param name="plugin">Its name.</param>
    /// <param name="contentHash">What its folder is known by.</param>
    /// <param name="files">Its files with their hashes.</param>
    /// <param name="by"><see cref="Person"/> or <see cref="Rebuild"/>.</param>
    public void Add(string plugin, string contentHash, IReadOnlyList<PluginFile> files, string by) => Change(() =>
    {
        if (_plugins[plugin] is not JsonArray contents) _plugins[plugin] = contents = [];
        // Of what builds made, the last is enough; what a person said yes to stays.
        if (by != Person)
            foreach (var old in contents.Where(content => Text(content, "by") == by).ToList()) contents.Remove(old);
        contents.Add(new JsonObject
        {
            ["content"] = contentHash,
            ["by"] = by,
            ["files"] = new JsonObject(files.Select(file => KeyValuePair.Create(file.Name, (JsonNode?)file.Hash))),
        });
        return true;
    }, unless: () => Find(plugin, contentHash));

    private bool Change(Func<bool> change, Func<bool>? unless = null)
    {
        lock (_gate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Two processes that start at once must not lose each other's lines.
            using var alone = Alone();
            Refresh();
            if (unless?.Invoke() == true || !change()) return false;
            var record = new JsonObject { ["version"] = 1, ["plugins"] = _plugins.DeepClone() };
            if (_rebuilds.Count > 0) record["rebuilds"] = _rebuilds.DeepClone();
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true })) record.WriteTo(writer);
            AtomicFile.Write(path, buffer.ToArray());
            return true;
        }
    }

    private bool Find(string plugin, string contentHash) =>
        _plugins[plugin] is JsonArray contents && contents.Any(content => Text(content, "content") == contentHash);

    private static string? Text(JsonNode? content, string name) =>
        content is JsonObject one && one[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private FileStream Alone()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException busy) when (attempt < 200 && busy is not DirectoryNotFoundException)
            {
                Thread.Sleep(10);
            }
        }
    }

    private void Refresh()
    {
        var file = new FileInfo(path);
        var (size, modified) = file.Exists ? (file.Length, file.LastWriteTimeUtc) : (-1, default);
        if (size == _size && modified == _modified) return;
        (_plugins, _rebuilds) = file.Exists ? Read() : ([], []);
        (_size, _modified) = (size, modified);
    }

    private (JsonObject Plugins, JsonObject Rebuilds) Read()
    {
        try
        {
            var record = JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject;
            if (record?["plugins"] is not JsonObject plugins) throw new JsonException("it has no \"plugins\"");
            foreach (var (name, value) in plugins.ToList())
            {
                if (value is not JsonArray contents) throw new JsonException($"\"{name}\" is no list");
                foreach (var old in contents.Where(content => Text(content, "by") == Build).ToList()) contents.Remove(old);
                if (contents.Count == 0) plugins.Remove(name);
            }

            var rebuilds = record["rebuilds"] as JsonObject ?? (record.ContainsKey("rebuilds") ? throw new JsonException("its \"rebuilds\" are no object") : []);
            record.Clear();
            return (plugins, rebuilds);
        }
        catch (JsonException damage)
        {
            throw new SetupException($"{path} is damaged ({damage.Message.TrimEnd('.')}), so it cannot be told which plugins are trusted. "
                + "Repair it, or remove it and trust the plugins again.", damage);
        }
    }
}
