// Finds the script that a person named.
namespace PluginHost.App;

/// <summary>Finds the script that a person named.</summary>
internal static class RecipeFile
{
    /// <summary>The absolute path of a script.</summary>
    /// <param name="named">A path, relative to the current folder.</param>
    /// <param name="home">The checkout, whose scripts are offered when there is no such file.</param>
    /// <exception cref="RecipeException">There is no such file, or it cannot be read.</exception>
    public static string Find(string named, string home)
    {
        var path = Path.GetFullPath(named);
        if (Directory.Exists(path)) throw new RecipeException($"{named} is a folder; a recipe is a C# script, a file that ends in .csx.{Scripts(path)}");
        if (!File.Exists(path)) throw new RecipeException($"There is no recipe {named} (looked for {path}).{Near(path, home)}");
        if (!RegularFile.IsAt(path)) throw new RecipeException($"The recipe {named} is no regular file but a device, a pipe or a socket; a recipe is a C# script, a file that ends in .csx.");
        try
        {
            using var _ = File.OpenRead(path);
            return path;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RecipeException($"The recipe {named} cannot be read: {refused.Message}", refused);
        }
    }

    private static string Near(string path, string home)
    {
        var wanted = Path.GetFileNameWithoutExtension(path);
        var candidates = Below(Path.Join(home, "scripts"), recursive: true).Concat(Below(Path.GetDirectoryName(path)!, recursive: false)).Distinct().ToList();
        var near = NearMatches.Of(wanted, candidates.Select(candidate => Path.GetFileNameWithoutExtension(candidate)));
        var matches = near.SelectMany(name => candidates.Where(candidate => Path.GetFileNameWithoutExtension(candidate) == name)).Take(3).ToList();
        return matches.Count > 0
            ? $" Did you mean {string.Join(" or ", matches.Select(Shown))}?"
            : candidates.Count > 0 ? $" There is: {string.Join(", ", candidates.Select(Shown).Take(10))}." : "";
    }

    private static string Scripts(string folder)
    {
        var scripts = Below(folder, recursive: false).Select(Shown).Take(10).ToList();
        return scripts.Count > 0 ? $" In it there is: {string.Join(", ", scripts)}." : "";
    }

    private static IEnumerable<string> Below(string folder, bool recursive) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.csx", new EnumerationOptions { RecurseSubdirectories = recursive, IgnoreInaccessible = true }).Order(StringComparer.Ordinal)
        : [];

    private static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
