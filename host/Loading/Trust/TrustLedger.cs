// plugins.lock.json: what somebody looked at and said yes to, by the content of every file.
using System.Text.Json;
using PluginHost.Loading.Discovery;

namespace PluginHost.Loading.Trust;

/// <summary>The record of trusted plugins. A plugin is trusted under its name with exactly the files that were there.</summary>
/// <param name="path">The lock file; need not exist.</param>
internal sealed class TrustLedger(string path)
{
    private readonly Lock _gate = new();
    private (long Size, DateTime Modified) _read = (-1, default);
    private Dictionary<string, List<TrustedContent>> _trusted = [];

    /// <summary>Where the record is.</summary>
    public string Path => path;

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
    /// <param name="by">Who said yes: the host's own build, or a person.</param>
    public void Add(string plugin, string contentHash, IReadOnlyList<PluginFile> files, string by)
    {
        lock (_gate)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            // Two processes that start at once must not lose each other's lines.
            using var alone = Alone();
            Refresh();
            if (Find(plugin, contentHash)) return;
            if (!_trusted.TryGetValue(plugin, out var contents)) _trusted[plugin] = contents = [];
            // Of what the build made, the last is enough; what a person said yes to stays.
            if (by == TrustedContent.Build) contents.RemoveAll(old => old.By == TrustedContent.Build);
            contents.Add(new TrustedContent(contentHash, by, files.ToDictionary(file => file.Name, file => file.Hash, StringComparer.Ordinal)));
            Write();
        }
    }

    private bool Find(string plugin, string contentHash) =>
        _trusted.TryGetValue(plugin, out var contents) && contents.Exists(content => content.Hash == contentHash);

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
        var now = file.Exists ? (file.Length, file.LastWriteTimeUtc) : (-1, default);
        if (now == _read) return;
        var trusted = new Dictionary<string, List<TrustedContent>>(StringComparer.Ordinal);
        if (file.Exists)
        {
            try
            {
                using var document = JsonDocument.Parse(File.ReadAllBytes(path));
                foreach (var plugin in document.RootElement.GetProperty("plugins").EnumerateObject())
                    trusted[plugin.Name] = [.. plugin.Value.EnumerateArray().Select(TrustedContent.Read)];
            }
            catch (Exception damage) when (damage is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new SetupException($"{path} is damaged ({damage.Message.TrimEnd('.')}), so it cannot be told which plugins are trusted. "
                    + "Repair it, or remove it and trust the plugins again.", damage);
            }
        }

        (_trusted, _read) = (trusted, now);
    }

    private void Write()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", 1);
            writer.WriteStartObject("plugins");
            foreach (var (plugin, contents) in _trusted.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                writer.WriteStartArray(plugin);
                foreach (var content in contents) content.Write(writer);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        AtomicFile.Write(path, buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
