// Names and makes the folder of a run, and finds one to go on with.
namespace PluginHost.App;

/// <summary>The folders of runs: one a run, below <c>runs</c> unless told otherwise.</summary>
internal static class RunFolder
{
    /// <summary>The name of a run of this script: its file name, as far as a folder may be called that.</summary>
    public static string NameOf(string script)
    {
        var name = Path.GetFileNameWithoutExtension(script);
        var clean = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-')).Trim('.', '-');
        return clean.Length == 0 ? "run" : clean;
    }

    /// <summary>Makes a folder for a new run, which also shows that it can be written to.</summary>
    /// <exception cref="RecipeException">The name cannot be part of a folder's name.</exception>
    /// <exception cref="SetupException">The folder cannot be made.</exception>
    public static string Create(string runs, string name)
    {
        if (string.IsNullOrWhiteSpace(runs)) throw new RecipeException("--runs-dir has to name a folder, got an empty text.");
        if (name.Length is 0 or > 100 || name[0] == '.' || name.AsSpan().ContainsAny('/', '\0', '\n'))
            throw new RecipeException($"--name {name}: a run's name becomes part of a folder's name, so it has 1 to 100 characters, no \"/\", and does not begin with a dot.");
        // Not a secret, only different from a run that begins in the same second; the cryptographic generator would load OpenSSL.
        var id = Random.Shared.Next(0x10000).ToString("x4", System.Globalization.CultureInfo.InvariantCulture);
        var folder = Path.Join(Path.GetFullPath(runs), $"{name}-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{id}");
        for (var above = Path.GetDirectoryName(folder); above is not null; above = Path.GetDirectoryName(above))
            if (File.Exists(above))
                throw new SetupException($"The run's folder {folder} cannot be written: {above} is a file. Nothing was trained; choose a folder that can be written to with --runs-dir DIR.");
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Join(folder, "worker.log"), "");
            return folder;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"The run's folder {folder} cannot be written: {refused.Message} Nothing was trained; "
                + "choose a folder that can be written to with --runs-dir DIR.", refused);
        }
    }

    /// <summary>The runs in a folder, those that did something last first.</summary>
    /// <param name="runs">The folder of the runs; need not be there.</param>
    public static IReadOnlyList<string> All(string runs) => Directory.Exists(runs)
        ? [.. Directory.EnumerateDirectories(Path.GetFullPath(runs)).Where(IsRun).OrderByDescending(LastWritten).ThenBy(folder => folder, StringComparer.Ordinal)]
        : [];

    /// <summary>When something was last recorded of a run.</summary>
    public static DateTime LastWritten(string folder)
    {
        var record = Path.Join(folder, "events.jsonl");
        return File.GetLastWriteTimeUtc(File.Exists(record) ? record : Path.Join(folder, "run.json"));
    }

    /// <summary>The folder of a run that a person named: a path, the name of a folder below that of the runs or its beginning, or "last" for the run that did something last.</summary>
    /// <param name="runs">The folder of the runs.</param>
    /// <param name="named">What was named.</param>
    /// <param name="what">What it was named to, for errors, as in <c>--resume</c>.</param>
    /// <exception cref="RecipeException">There is none, or there are several.</exception>
    public static string Existing(string runs, string named, string what)
    {
        if (named.Length == 0) throw new RecipeException($"{what}: expected a run's folder, the beginning of its name, or \"last\".");
        var all = All(runs);
        if (named == "last")
            return all.Count > 0 ? all[0] : throw new RecipeException($"{what} last: there is no run in {Path.GetFullPath(runs)}. Name the run's folder, or the folder of the runs with --runs-dir DIR.");
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(named));
        if (IsRun(folder)) return folder;
        var exact = all.FirstOrDefault(run => Path.GetFileName(run) == named);
        if (exact is not null) return exact;
        var matches = all.Where(run => Path.GetFileName(run).StartsWith(named, StringComparison.Ordinal)).ToList();
        if (matches.Count == 1) return matches[0];
        var names = all.Select(run => Path.GetFileName(run));
        throw new RecipeException(matches.Count > 1
            ? $"{what} {named}: {matches.Count} runs begin so; the last are {string.Join(", ", matches.Take(3).Select(run => Path.GetFileName(run)))}. Name one of them."
            : $"{what} {named}: {(Directory.Exists(folder) ? $"{folder} holds no run (it has no run.json)" : $"there is no folder {folder}")}.{NearMatches.Sentence(Path.GetFileName(folder), names)}");
    }

    private static bool IsRun(string folder) => File.Exists(Path.Join(folder, "run.json"));
}
