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
        if (name.Length is 0 or > 100 || name[0] == '.' || name.AsSpan().ContainsAny('/', '\0', '\n'))
            throw new RecipeException($"--name {name}: a run's name becomes part of a folder's name, so it has 1 to 100 characters, no \"/\", and does not begin with a dot.");
        // Not a secret, only different from a run that begins in the same second; the cryptographic generator would load OpenSSL.
        var id = Random.Shared.Next(0x10000).ToString("x4", System.Globalization.CultureInfo.InvariantCulture);
        var folder = Path.Join(Path.GetFullPath(runs), $"{name}-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{id}");
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

    /// <summary>The folder that <c>--resume</c> means: a path, or "last" for the run that did something last.</summary>
    /// <exception cref="RecipeException">There is none.</exception>
    public static string Existing(string runs, string named)
    {
        if (named == "last")
        {
            runs = Path.GetFullPath(runs);
            var last = Directory.Exists(runs)
                ? Directory.EnumerateDirectories(runs).Where(IsRun).MaxBy(folder => File.GetLastWriteTimeUtc(Path.Join(folder, "events.jsonl")))
                : null;
            return last ?? throw new RecipeException($"--resume last: there is no run in {runs}. Name the run's folder, or the folder of the runs with --runs-dir DIR.");
        }

        var folder = Path.GetFullPath(named);
        if (!Directory.Exists(folder) && Directory.Exists(Path.Join(Path.GetFullPath(runs), named))) folder = Path.Join(Path.GetFullPath(runs), named);
        if (IsRun(folder)) return Path.TrimEndingDirectorySeparator(folder);
        var near = Directory.Exists(runs)
            ? NearMatches.Sentence(Path.GetFileName(folder), Directory.EnumerateDirectories(runs).Where(IsRun).Select(run => Path.GetFileName(run)!))
            : "";
        throw new RecipeException($"--resume {named}: {(Directory.Exists(folder) ? $"{folder} holds no run (it has no run.json)" : $"there is no folder {folder}")}.{near}");
    }

    private static bool IsRun(string folder) => File.Exists(Path.Join(folder, "run.json"));
}
