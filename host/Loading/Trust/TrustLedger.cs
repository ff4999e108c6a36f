// plugins.lock.json: what somebody looked at and said yes to, by the content of every file.
using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Loading.Discovery;

namespace PluginHost.Loading.Trust;

/// <summary>
/// The record of trusted plugins. A plugin is trusted under its name with exactly the files that were there: the record holds a list for
/// each name, and each item of it the content's hash, who said yes, and the hash of every file.
/// </summary>
/// <param name="path">The lock file; need not exist.</param>
internal sealed class TrustLedger(string path)
{
    /// <summary>It came out of the host's own build.</summary>
    public const string Build = "build";

    /// <summary>Somebody asked for it.</summary>
    public const string Person = "person";

    private readonly Lock _gate = new();
    private DateTime _modified;
    private long _size = -1;
    private JsonObject _plugins = [];

    /// <summary>Whether a plugin with this content is trusted.</summary>
    public bool Knows(string plugin, string contentHash)
    {
        lock (_gate)
        {
            Refresh();
            return Find(plugin, contentHash);
        }
    }

    /// <summary>Trusts a plugin with this content from now on.</summary>
    /// <param name="plugin">Its name.</param>
    /// <param name="contentHash">What its folder is known by.</param>
    /// <param name="files">Its files with their hashes.</param>
    /// <param name="by"><see cref="Build"/> or <see cref="Person"/>.</param>
    public void Add(string plugin, string contentHash, IReadOnlyList<PluginFile> files, string by)
    {
        lock (_gate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Two processes that start at once must not lose each other's lines.
            using var alone = Alone();
            Refresh();
            if (Find(plugin, contentHash)) return;
            if (_plugins[plugin] is not JsonArray contents) _plugins[plugin] = contents = [];
            // Of what the build made, the last is enough; what a person said yes to stays.
            if (by == Build)
                foreach (var old in contents.Where(content => Text(content, "by") == Build).ToList()) contents.Remove(old);
            contents.Add(new JsonObject
            {
                ["content"] = contentHash,
                ["by"] = by,
                ["files"] = new JsonObject(files.Select(file => KeyValuePair.Create(file.Name, (JsonNode?)file.Hash))),
            });
            var record = new JsonObject { ["version"] = 1, ["plugins"] = _plugins.DeepClone() };
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true })) record.WriteTo(writer);
            AtomicFile.Write(path, buffer.ToArray());
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
        _plugins = file.Exists ? Read() : [];
        (_size, _modified) = (size, modified);
    }

    private JsonObject Read()
    {
        try
        {
            var record = JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject;
            if (record?["plugins"] is not JsonObject plugins) throw new JsonException("it has no \"plugins\"");
            foreach (var (name, contents) in plugins)
                if (contents is not JsonArray) throw new JsonException($"\"{name}\" is no list");
            record.Remove("plugins");
            return plugins;
        }
        catch (JsonException damage)
        {
            throw new SetupException($"{path} is damaged ({damage.Message.TrimEnd('.')}), so it cannot be told which plugins are trusted. "
                + "Repair it, or remove it and trust the plugins again.", damage);
        }
    }
}
