// Which commit a checkout is at, read off its files: git itself may not be there, and a worker starts no programs.
namespace PluginHost.Engine;

/// <summary>Which commit a checkout is at.</summary>
internal static class GitCommit
{
    /// <summary>The commit's hash; null where the folder is no checkout of git's, or has no commit yet.</summary>
    /// <param name="folder">The checkout.</param>
    public static string? Of(string folder)
    {
        try
        {
            var git = Path.Join(folder, ".git");
            // A worktree has a file that names its folder.
            if (File.Exists(git)) git = Path.GetFullPath(After(File.ReadAllText(git), "gitdir:") ?? "", folder);
            var head = Path.Join(git, "HEAD");
            if (!File.Exists(head)) return null;
            var text = File.ReadAllText(head).Trim();
            if (After(text, "ref:") is not { } reference) return text;
            var common = Path.Join(git, "commondir");
            var shared = File.Exists(common) ? Path.GetFullPath(File.ReadAllText(common).Trim(), git) : git;
            foreach (var place in new[] { git, shared })
                if (File.Exists(Path.Join(place, reference))) return File.ReadAllText(Path.Join(place, reference)).Trim();
            var packed = Path.Join(shared, "packed-refs");
            return File.Exists(packed) ? File.ReadLines(packed).Select(line => line.Split(' ')).FirstOrDefault(parts => parts.Length == 2 && parts[1] == reference)?[0] : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? After(string text, string mark) => text.StartsWith(mark, StringComparison.Ordinal) ? text[mark.Length..].Trim() : null;
}
