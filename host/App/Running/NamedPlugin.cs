// A plugin that a command line names: by its name, by the name of something that it provides, or by the path of its folder or assembly.
using PluginHost.Loading;

namespace PluginHost.App;

/// <summary>A plugin that a command line names.</summary>
/// <param name="Plugin">The plugin; none of its code has run.</param>
/// <param name="Component">The name of the components that are meant; null where all of the plugin are.</param>
/// <param name="Options">Where it is found: the built-in plugins and, of the others, this one alone.</param>
/// <param name="Shown">How it is named to other commands.</param>
internal sealed record NamedPlugin(PluginInfo Plugin, string? Component, CatalogOptions Options, string Shown)
{
    /// <summary>What is meant of the plugin.</summary>
    public IReadOnlyList<CatalogEntry> Entries => [.. Plugin.Entries.Where(entry => Component is null || entry.Name == Component)];

    /// <summary>Whether a word is to be read as a path, whatever plugins there are.</summary>
    public static bool IsPath(string named) => named.Contains('/', StringComparison.Ordinal) || named is "." or ".." || named.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds a plugin.</summary>
    /// <param name="checkout">Where things are.</param>
    /// <param name="named">A plugin's name, that of something that one provides, or a path.</param>
    /// <exception cref="PluginException">There is none, or it cannot be used.</exception>
    public static NamedPlugin Find(Checkout checkout, string named)
    {
        var all = CatalogOptions.For(checkout.Artifacts);
        if (IsPath(named)) return At(all, named);
        var catalog = new PluginCatalog(all);
        if (!catalog.Knows(named) && !catalog.Plugins.Any(plugin => plugin.Name == named) && Directory.Exists(named)) return At(all, named);
        // Throws with near matches when there is nothing of that name.
        var providers = catalog.PluginsFor(named);
        if (providers.Count > 1) throw new RecipeException($"Several plugins provide something called \"{named}\": {string.Join(", ", providers)}. Name one of these plugins.");
        var plugin = catalog.Find(providers[0])!;
        return new NamedPlugin(plugin, plugin.Name == named ? null : named, Alone(all, plugin), plugin.Name);
    }

    /// <summary>Says that it is not trusted, with the command that trusts it.</summary>
    /// <param name="program">How this program is called.</param>
    public PluginException NotTrusted(string program) =>
        new($"Plugin \"{Plugin.Name}\" ({Plugin.File}) is not trusted, so none of its code runs{(Plugin.Changes.Count == 0 ? "" : $": {string.Join(", ", Plugin.Changes)} since somebody said yes to it")}. "
            + $"If you know where it comes from: {program} plugins trust {Shown}");

    private static NamedPlugin At(CatalogOptions all, string named)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(named));
        var isFile = File.Exists(path);
        if (!isFile && !Directory.Exists(path)) throw new PluginException($"There is no {named}: expected a plugin's folder, its .dll, or a name that plugins list shows.");
        var folder = isFile ? Path.GetDirectoryName(path)! : path;
        if (!Directory.EnumerateFiles(folder, "*.dll").Any())
            throw new PluginException($"{folder} has no .dll, so there is no plugin in it."
                + (Directory.EnumerateFiles(folder, "*.csproj").Any() ? " It is a project's folder: build it (dotnet build) and name the folder that the build writes to." : ""));
        var options = all with { OtherFolders = [folder] };
        var plugin = new PluginCatalog(options).Plugins.Single(plugin => plugin.File == folder || Path.GetDirectoryName(plugin.File) == folder);
        if (plugin.Refused is { } refused) throw new PluginException(refused);
        if (isFile && plugin.File != path) throw new PluginException($"{path} is not the plugin of its folder; that is {plugin.File}.");
        return new NamedPlugin(plugin, null, options, ShownPath.Of(folder));
    }

    private static CatalogOptions Alone(CatalogOptions all, PluginInfo plugin) => all with { OtherFolders = plugin.BuiltIn ? [] : [Path.GetDirectoryName(plugin.File)!] };
}
