// A script's text with everything that it loads, read before the compiler is needed.
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PluginHost.Scripting;

/// <summary>A script's text with everything that it loads.</summary>
internal sealed partial class RecipeSource
{
    private readonly SortedDictionary<string, string> _loaded = new(StringComparer.Ordinal);

    private RecipeSource(string path, string text) => (Path, Text) = (path, text);

    /// <summary>The script's absolute path.</summary>
    public string Path { get; }

    /// <summary>Its text.</summary>
    public string Text { get; }

    /// <summary>Reads a script and what it loads.</summary>
    /// <exception cref="RecipeException">A file cannot be read, or a directive asks for what is not done.</exception>
    public static RecipeSource Read(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var source = new RecipeSource(path, ReadFile(path, null));
        source.Scan(path, source.Text);
        return source;
    }

    /// <summary>SHA-256 over the texts and the host's own assemblies: what a cached compilation is found by.</summary>
    public string Key()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string part) => hash.AppendData(Encoding.UTF8.GetBytes(part + "\0"));
        Add("1");
        // The path is part of the symbols, so a moved script is compiled again.
        Add(Path);
        Add(Text);
        foreach (var (path, text) in _loaded)
        {
            Add(path);
            Add(text);
        }

        foreach (var assembly in HostReferences.Shared) Add(assembly.ManifestModule.ModuleVersionId.ToString("N"));
        Add(typeof(RecipeSource).Module.ModuleVersionId.ToString("N"));
        Add(Environment.Version.ToString());
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Scan(string path, string text)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var trimmed = line.TrimStart();
            if (!trimmed.StartsWith("#r") && !trimmed.StartsWith("#load")) continue;
            var match = Directive().Match(trimmed.ToString());
            if (!match.Success) continue;
            var (verb, value) = (match.Groups[1].Value, match.Groups[2].Value);
            if (value.Contains("://", StringComparison.Ordinal))
                throw new RecipeException($"{path}:{number}: #{verb} \"{value}\" is refused: nothing is fetched for a recipe. Download the file, look at it, and #{verb} the copy.");
            if (verb == "r" && value.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
                throw new RecipeException($"{path}:{number}: #r \"{value}\" is refused: nothing is fetched for a recipe. "
                    + "Put the package's assembly beside the recipe and #r its file name, or make a plugin that depends on the package.");
            if (verb != "load") continue;
            var loaded = System.IO.Path.GetFullPath(value, System.IO.Path.GetDirectoryName(path)!);
            if (_loaded.ContainsKey(loaded)) continue;
            _loaded[loaded] = ReadFile(loaded, $"{path}:{number}: ");
            Scan(loaded, _loaded[loaded]);
        }
    }

    private static string ReadFile(string path, string? from)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RecipeException($"{from}the script {path} cannot be read: {fault.Message}", fault);
        }
    }

    [GeneratedRegex("""^#(r|load)\s+"([^"]*)"\s*""", RegexOptions.CultureInvariant)]
    private static partial Regex Directive();
}
