// The files that paths, folders and patterns mean.
namespace PluginHost.TextData;

/// <summary>The files that an option's paths, folders and patterns mean.</summary>
internal static class FileSet
{
    /// <summary>What <c>Exclude</c> is unless a recipe says otherwise: what builds, runs and version control leave behind.</summary>
    public static readonly string[] UsualExclusions = ["**/bin/**", "**/obj/**", "**/artifacts/**", "**/runs/**", "**/node_modules/**", "**/.*/**", "**/.*"];

    /// <summary>The files, each once, in the order of their paths.</summary>
    /// <param name="entries">Files, folders (everything in them) or patterns; relative ones start at the run's base folder.</param>
    /// <param name="exclude">
    /// Patterns of what folders and patterns pass over. They see a path from where its pattern's first wildcard stands, so a folder that
    /// an entry names outright is never excluded; nor is a file that an entry names.
    /// </param>
    /// <param name="context">Where relative paths start.</param>
    /// <param name="owner">Who asks, for errors.</param>
    /// <exception cref="RecipeException">An entry means no file.</exception>
    public static IReadOnlyList<SourceFile> Find(IReadOnlyList<string> entries, IReadOnlyList<string> exclude, BuildContext context, string owner)
    {
        var exclusions = exclude.Select(pattern => new Glob(pattern)).ToList();
        var found = new SortedDictionary<string, SourceFile>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var files = Expand(entry, exclusions, context, owner).ToList();
            if (files.Count == 0)
                throw new RecipeException($"{owner}: no file matches \"{entry}\" under {context.BaseDirectory}"
                    + (exclude.Count == 0 ? "." : $" (left out: {string.Join(", ", exclude)})."));
            foreach (var file in files)
            {
                var path = Path.GetRelativePath(context.BaseDirectory, file).Replace('\\', '/');
                found[path] = new SourceFile(file, path);
            }
        }

        return [.. found.Values];
    }

    private static IEnumerable<string> Expand(string entry, List<Glob> exclusions, BuildContext context, string owner)
    {
        var path = context.ResolvePath(entry);
        if (File.Exists(path)) return [path];
        if (Directory.Exists(path)) return Walk(path, _ => true, exclusions);
        if (!Glob.IsPattern(entry))
            throw new RecipeException($"{owner}: there is no file or folder \"{entry}\"; looked for {path}.");
        var (root, pattern) = Glob.Split(entry);
        var folder = root.Length == 0 ? context.BaseDirectory : context.ResolvePath(root);
        if (!Directory.Exists(folder))
            throw new RecipeException($"{owner}: \"{entry}\" starts at a folder that there is not; looked for {folder}.");
        return Walk(folder, new Glob(pattern).IsMatch, exclusions);
    }

    private static IEnumerable<string> Walk(string folder, Func<string, bool> wanted, List<Glob> exclusions)
    {
        // Links are passed over: a link to a folder above would never end. A folder is not entered when everything in it is excluded.
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        var pending = new Stack<string>([folder]);
        while (pending.TryPop(out var current))
        {
            foreach (var file in Directory.EnumerateFiles(current, "*", options))
            {
                var path = Path.GetRelativePath(folder, file).Replace('\\', '/');
                if (wanted(path) && !exclusions.Any(glob => glob.IsMatch(path))) yield return file;
            }

            foreach (var child in Directory.EnumerateDirectories(current, "*", options))
            {
                var inside = Path.GetRelativePath(folder, child).Replace('\\', '/') + "/";
                if (!exclusions.Any(glob => glob.IsMatch(inside))) pending.Push(child);
            }
        }
    }
}
