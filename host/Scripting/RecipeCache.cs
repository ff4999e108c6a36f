// Compiled recipes on disk, by what they were compiled from.
using System.Security.Cryptography;
using System.Text;
using PluginHost.Loading;

namespace PluginHost.Scripting;

/// <summary>
/// Compiled recipes on disk: an assembly, its symbols, and a list of lines that says what both are and which plugins they refer to. An
/// entry that is missing, damaged or about other plugins costs a compilation, nothing more.
/// </summary>
/// <param name="directory">A folder of the host's own.</param>
internal sealed class RecipeCache(string directory)
{
    private const string Format = "recipe 2";
    private const string ComputedSettings = "computed";

    /// <summary>The entry of a key, when every plugin that it refers to is still the one that it was compiled against.</summary>
    public RecipeImage? Find(string key, PluginCatalog catalog)
    {
        var list = PathOf(key, ".plugins");
        if (!File.Exists(list)) return null;
        if (File.ReadAllLines(list) is not [Format, var assemblyHash, var symbolsHash, var settings, .. var lines]) return null;
        var plugins = new List<RecipePlugin>();
        foreach (var line in lines)
        {
            if (line.Split(' ') is not [var assembly, var plugin, var hash]) return null;
            if (catalog.Find(plugin) is not { } found || found.Hash != hash || found.Assembly != assembly) return null;
            plugins.Add(new RecipePlugin(assembly, plugin, hash));
        }

        if (settings != ComputedSettings && !IsList(settings)) return null;
        return Read(key, ".dll", assemblyHash) is { } code && Read(key, ".pdb", symbolsHash) is { } symbols ? new RecipeImage(code, symbols, plugins, Settings(settings)) : null;
    }

    /// <summary>Keeps an entry. The list comes last, so that an entry that has one is whole.</summary>
    public void Keep(string key, RecipeImage image)
    {
        var list = new StringBuilder().Append(Format).Append('\n').Append(HashOf(image.Assembly)).Append('\n').Append(HashOf(image.Symbols)).Append('\n').Append(Settings(image.Settings)).Append('\n');
        foreach (var (assembly, plugin, hash) in image.Plugins) list.Append(assembly).Append(' ').Append(plugin).Append(' ').Append(hash).Append('\n');
        try
        {
            AtomicFile.Write(PathOf(key, ".dll"), image.Assembly);
            AtomicFile.Write(PathOf(key, ".pdb"), image.Symbols);
            AtomicFile.Write(PathOf(key, ".plugins"), Encoding.UTF8.GetBytes(list.ToString()));
        }
        catch (Exception readOnly) when (readOnly is IOException or UnauthorizedAccessException)
        {
            // In a folder that cannot be written, each start compiles again.
        }
    }

    private byte[]? Read(string key, string kind, string hash)
    {
        var path = PathOf(key, kind);
        if (!File.Exists(path)) return null;
        var content = File.ReadAllBytes(path);
        return HashOf(content) == hash ? content : null;
    }

    // One line whatever the names are; a word that is no list stands for names that are only known when the script has run.
    private static string Settings(IReadOnlyList<string>? names) =>
        names is null ? ComputedSettings : "[" + string.Join(' ', names.Select(name => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(name)))) + "]";

    private static bool IsList(string line) => line is ['[', .., ']'] && line.AsSpan()[1..^1].IndexOfAnyExcept("0123456789abcdef ") < 0;

    private static IReadOnlyList<string>? Settings(string line) => line == ComputedSettings ? null :
        [.. line.Trim('[', ']').Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => Encoding.UTF8.GetString(Convert.FromHexString(name)))];

    private string PathOf(string key, string kind) => Path.Join(directory, key + kind);

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
