// A script's text with everything that it loads, read before the compiler is needed.
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using PluginHost.Loading;
using PluginHost.Loading.Loads;

namespace PluginHost.Scripting;

/// <summary>A script's text with everything that it loads. The compiler is given these texts and opens no script itself.</summary>
internal sealed partial class RecipeSource
{
    private readonly IReadOnlyDictionary<string, string>? _given;
    private readonly SortedDictionary<string, string> _loaded = new(StringComparer.Ordinal);
    private readonly List<Directive> _references = [];

    private RecipeSource(string path, string text, IReadOnlyDictionary<string, string>? given) => (Path, Text, _given) = (path, text, given);

    /// <summary>The script's absolute path.</summary>
    public string Path { get; }

    /// <summary>Its text.</summary>
    public string Text { get; }

    /// <summary>The files that it loads, and those that they load, by absolute path.</summary>
    public IReadOnlyDictionary<string, string> Loaded => _loaded;

    /// <summary>Every <c>#r</c> of it and of what it loads.</summary>
    public IReadOnlyList<Directive> References => _references;

    /// <summary>Every text by its absolute path: the script's, and those of what it loads.</summary>
    public IReadOnlyDictionary<string, string> Texts => Loaded.Prepend(KeyValuePair.Create(Path, Text)).ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal);

    /// <summary>Reads a script and what it loads.</summary>
    /// <param name="path">The script.</param>
    /// <param name="given">Texts by absolute path that stand in place of the files: a recipe as it was when a run was made with it. Null reads files.</param>
    /// <exception cref="RecipeException">A file cannot be read, or a directive asks for what is not done.</exception>
    public static RecipeSource Read(string path, IReadOnlyDictionary<string, string>? given = null)
    {
        path = System.IO.Path.GetFullPath(path);
        if (given is not null && given.TryGetValue(path, out var kept))
        {
            var before = new RecipeSource(path, kept, given);
            before.Scan(path, kept);
            return before;
        }

        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RecipeException($"The recipe {path} cannot be read: {fault.Message}", fault);
        }

        var source = new RecipeSource(path, text, given);
        source.Scan(path, text);
        return source;
    }

    /// <summary>The absolute path that a <c>#load</c> in a file means.</summary>
    public static string Resolve(string value, string file) => System.IO.Path.GetFullPath(value, System.IO.Path.GetDirectoryName(file)!);

    /// <summary>SHA-256 over what a compilation depends on, but for the plugins that it turns out to use: what a cached one is found by.</summary>
    public string Key(PluginCatalog catalog)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string part) => hash.AppendData(Encoding.UTF8.GetBytes(part + "\0"));
        // The path is part of the symbols, so a moved script is compiled again.
        Add(Path);
        Add(Text);
        foreach (var (path, text) in _loaded)
        {
            Add(path);
            Add(text);
        }

        foreach (var assembly in HostAssemblies.All) Add(assembly.ManifestModule.ModuleVersionId.ToString("N"));
        Add(typeof(RecipeSource).Module.ModuleVersionId.ToString("N"));
        Add(Environment.Version.ToString());
        // Which names a script sees without a using: a plugin that comes may bring a name that a script has from elsewhere.
        foreach (var plugin in ReferencedPlugins(catalog))
            foreach (var space in Namespaces(catalog, plugin)) Add($"{plugin} {space}");
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The plugins that a compilation is given: the built-in ones, and those that the script names and that there are.</summary>
    public IReadOnlyList<string> ReferencedPlugins(PluginCatalog catalog) =>
    [
        .. catalog.BuiltIn
            .Concat(_references.Where(reference => PluginName(reference) is not null && catalog.Knows(PluginName(reference)!))
                .SelectMany(reference => catalog.PluginsFor(PluginName(reference)!)))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The namespaces of a plugin's options, which a recipe names without a using.</summary>
    public static IEnumerable<string> Namespaces(PluginCatalog catalog, string plugin) =>
        catalog.Entries.Where(entry => entry.Plugin == plugin && entry.OptionsType?.LastIndexOf('.') is > 0)
            .Select(entry => entry.OptionsType![..entry.OptionsType!.LastIndexOf('.')])
            .Where(space => space != nameof(PluginHost)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>The name in <c>#r "plugin:NAME"</c>; null for any other reference.</summary>
    public static string? PluginName(Directive reference) =>
        reference.Value.StartsWith("plugin:", StringComparison.OrdinalIgnoreCase) ? reference.Value["plugin:".Length..].Trim() : null;

    private void Scan(string path, string text)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var trimmed = line.TrimStart();
            if (trimmed.IsEmpty || trimmed[0] != '#') continue;
            var match = Form().Match(line.ToString());
            if (!match.Success) continue;
            var directive = new Directive(path, number, line.ToString(), match.Groups[1].Value == "load", match.Groups[2].Value);
            if (directive.Value.Contains("://", StringComparison.Ordinal))
                throw directive.Fault("Nothing is fetched for a recipe: download the file, look at it, and name the copy.");
            if (directive.Loads) Load(directive);
            else if (directive.Value.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
                throw directive.Fault("Nothing is fetched for a recipe: make a plugin whose project has the package among its references, and name the plugin "
                    + "(docs/writing-a-plugin.md).");
            else _references.Add(directive);
        }
    }

    private void Load(Directive directive)
    {
        var path = Resolve(directive.Value, directive.File);
        if (path == Path || _loaded.ContainsKey(path)) return;
        if (_given is not null && _given.TryGetValue(path, out var kept))
        {
            _loaded[path] = kept;
            Scan(path, kept);
            return;
        }

        // A missing file is for the compiler to tell: the line may stand in a comment.
        if (!File.Exists(path)) return;
        try
        {
            _loaded[path] = File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw directive.Fault($"{path} cannot be read: {fault.Message}", fault);
        }

        Scan(path, _loaded[path]);
    }

    [GeneratedRegex("""^\s*#\s*(r|load)\s*"([^"]*)["]""", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
