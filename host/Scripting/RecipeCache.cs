// Compiled recipes on disk, by what they were compiled from.
using System.Text.Json.Nodes;
using PluginHost.Loading;

namespace PluginHost.Scripting;

/// <summary>Compiled recipes on disk. A damaged or missing entry costs a compilation, nothing more.</summary>
internal sealed class RecipeCache(string directory)
{
    /// <summary>The entry of a key, when every plugin that it refers to is still the one that it was compiled against.</summary>
    public RecipeImage? Find(string key, PluginCatalog catalog)
    {
        var manifest = Path.Join(directory, key + ".json");
        if (!File.Exists(manifest)) return null;
        try
        {
            var plugins = JsonFiles.Read(manifest)["plugins"]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>());
            foreach (var (plugin, hash) in plugins)
                if (!catalog.Entries.Any(entry => entry.Plugin == plugin && entry.Hash == hash)) return null;
            return new RecipeImage(File.ReadAllBytes(Path.Join(directory, key + ".dll")), File.ReadAllBytes(Path.Join(directory, key + ".pdb")), plugins);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or PluginHostException or NullReferenceException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Keeps an entry; the manifest comes last, so that an entry that has one is whole.</summary>
    public void Keep(string key, RecipeImage image)
    {
        try
        {
            Directory.CreateDirectory(directory);
            Write(key + ".dll", path => File.WriteAllBytes(path, image.Assembly));
            Write(key + ".pdb", path => File.WriteAllBytes(path, image.Symbols));
            Write(key + ".json", path => JsonFiles.Write(path, new JsonObject
            {
                ["plugins"] = new JsonObject(image.Plugins.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            }));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A read-only checkout compiles at each start instead.
        }
    }

    private void Write(string name, Action<string> write)
    {
        var aside = Path.Join(directory, $"{name}.{Environment.ProcessId}.new");
        write(aside);
        File.Move(aside, Path.Join(directory, name), overwrite: true);
    }
}
