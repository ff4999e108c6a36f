// pluginhost plugins new: the project of a plugin that works.
using System.Text.Json.Nodes;
using PluginHost.Loading;

namespace PluginHost.App;

/// <summary>Writes the project of a new plugin and says what to type next.</summary>
/// <param name="checkout">Where things are.</param>
/// <param name="json">Whether to print JSON.</param>
internal sealed class NewCommand(Checkout checkout, bool json)
{
    /// <summary>Executes the command.</summary>
    /// <param name="name">The plugin's name, which its component has too.</param>
    /// <param name="kind">What it provides; null asks for it with a sentence.</param>
    /// <param name="output">The folder; null for one of the plugin's name.</param>
    public int Execute(string name, string? kind, string? output)
    {
        var provided = PluginKinds.Parse(kind);
        var project = new PluginProject(checkout, provided, name);
        RefuseTaken(provided, name);
        var shown = output ?? name;
        var folder = Path.GetFullPath(shown);
        var files = project.Write(folder);
        if (json)
        {
            Console.Out.WriteLine(new JsonObject
            {
                ["name"] = name,
                ["kind"] = PluginKinds.Name(provided),
                ["folder"] = folder,
                ["files"] = new JsonArray([.. files.Select(file => (JsonNode?)file)]),
            }.ToJsonString());
            return 0;
        }

        Console.Out.Write($"""
            Written to {shown}: {PluginKinds.WithArticle(provided)} that works, to be made into yours.
              {string.Join("\n  ", files)}

            Build it, trust it, use it:
              {Dotnet()} build {Word(shown)}
              {checkout.Program} plugins trust {name} --rebuilds
              {checkout.Program} run {Word(Path.Join(shown, "recipe.csx"))}

            """);
        return 0;
    }

    // A recipe names components, so a second one of a name could not be meant.
    private void RefuseTaken(Kind kind, string name)
    {
        var catalog = new PluginCatalog(CatalogOptions.For(checkout.Artifacts));
        var taken = catalog.Plugins.FirstOrDefault(plugin => plugin.Name == name || plugin.Entries.Any(entry => entry.Kind == kind && entry.Name == name));
        if (taken is not null)
            throw new RecipeException($"There is {(taken.Name == name ? $"a plugin \"{name}\"" : $"{PluginKinds.WithArticle(kind)} \"{name}\"")} already ({taken.File}). Choose another name"
                + (taken.BuiltIn ? "." : $", or remove {Path.GetDirectoryName(taken.File)} first."));
    }

    // The SDK that the host was built with need not be where a shell finds it.
    private static string Dotnet()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (path.Any(folder => File.Exists(Path.Join(folder, "dotnet")))) return "dotnet";
        return Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root ? Path.Join(root, "dotnet") : "dotnet";
    }

    private static string Word(string path) => path.All(letter => char.IsLetterOrDigit(letter) || "/._-~".Contains(letter, StringComparison.Ordinal)) ? path : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
