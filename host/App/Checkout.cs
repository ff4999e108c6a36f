// Where things are: the checkout that this program was built from, and what lies in it.
namespace PluginHost.App;

/// <summary>Where things are.</summary>
/// <param name="Home">The checkout's folder.</param>
/// <param name="Artifacts">What a build makes; the program itself lies in it.</param>
internal sealed record Checkout(string Home, string Artifacts)
{
    /// <summary>A folder per plugin.</summary>
    public string Plugins => Path.Join(Artifacts, "plugins");

    /// <summary>What the host remembers between runs: trust, thread measurements.</summary>
    public string State => Loading.CatalogOptions.StateOf(Artifacts);

    /// <summary>Compiled recipes.</summary>
    public string RecipeCache => Path.Join(Artifacts, "cache", "recipes");

    /// <summary>How a person calls this program from where they are.</summary>
    public string Program => Environment.CurrentDirectory == Home ? "./pluginhost" : Path.Join(Home, "pluginhost");

    /// <summary>The checkout of the running program: PLUGINHOST_HOME where set, else the first folder above the program that has the solution.</summary>
    public static Checkout Find()
    {
        var home = Environment.GetEnvironmentVariable("PLUGINHOST_HOME") is { Length: > 0 } chosen
            ? Path.GetFullPath(chosen)
            : Above(AppContext.BaseDirectory, folder => File.Exists(Path.Join(folder, "PluginHost.sln")));
        var artifacts = Above(AppContext.BaseDirectory, folder => Directory.Exists(Path.Join(folder, "plugins")) && Directory.Exists(Path.Join(folder, "bin")))
            ?? (home is null ? null : Path.Join(home, "artifacts"));
        return home is null || artifacts is null
            ? throw new SetupException($"The checkout that {AppContext.BaseDirectory} belongs to was not found: set PLUGINHOST_HOME to the folder with PluginHost.sln.")
            : new Checkout(home, artifacts);
    }

    private static string? Above(string start, Func<string, bool> matches)
    {
        for (var folder = Path.TrimEndingDirectorySeparator(start); folder is not null; folder = Path.GetDirectoryName(folder))
            if (matches(folder)) return folder;
        return null;
    }
}
