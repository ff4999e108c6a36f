// What the host's own build wrote down of a built-in plugin: the hash of every file that it put into the plugin's folder.
using System.Security.Cryptography;
using System.Text;
using PluginHost.Loading.Discovery;

namespace PluginHost.Loading.Trust;

/// <summary>
/// The build's entry for a built-in plugin, in the form of <c>sha256sum</c>: <c>losses.sha256</c> beside the folder <c>losses</c>, with a line for
/// each file. <c>plugins/Directory.Build.targets</c> writes it, before it copies the files.
/// </summary>
internal static class BuildEntry
{
    private const int HashLength = 2 * SHA256.HashSizeInBytes;

    /// <summary>The entry's file for a plugin's folder.</summary>
    public static string FileOf(string folder) => folder + ".sha256";

    /// <summary>Whether the files are those that the build wrote, and no others.</summary>
    /// <param name="folder">The plugin's folder.</param>
    /// <param name="files">Its files with their hashes.</param>
    public static bool Matches(string folder, IReadOnlyList<PluginFile> files)
    {
        if (Read(folder) is not { } built || built.Count != files.Count) return false;
        foreach (var file in files)
            if (!built.TryGetValue(file.Name, out var hash) || hash != file.Hash) return false;
        return true;
    }

    /// <summary>What differs from the files that the build wrote, as in <c>losses.dll has changed</c>; empty where it wrote no entry.</summary>
    public static IReadOnlyList<string> Changes(string folder, IReadOnlyList<PluginFile> files) => Read(folder) is { } built ? Differences.Of(built, files) : [];

    /// <summary>Writes the entry for the files that a folder has now; only for who plays the build's part, as a benchmark does.</summary>
    public static void Write(string folder)
    {
        var text = new StringBuilder();
        foreach (var file in FolderListing.Hash(folder)) text.Append(file.Hash).Append("  ").Append(Path.GetFileName(folder)).Append('/').Append(file.Name).Append('\n');
        AtomicFile.Write(FileOf(folder), Encoding.UTF8.GetBytes(text.ToString()));
    }

    // Null where there is none. A line that is damaged counts as none, so that its file is not what was written.
    private static Dictionary<string, string>? Read(string folder)
    {
        string text;
        try
        {
            text = Encoding.UTF8.GetString(File.ReadAllBytes(FileOf(folder)));
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        var built = new Dictionary<string, string>(StringComparer.Ordinal);
        var inside = Path.GetFileName(folder) + "/";
        // Character by character, since what searches for line ends is compiled at each start.
        for (int begin = 0, end; begin < text.Length; begin = end + 1)
        {
            for (end = begin; end < text.Length && text[end] != '\n';) end++;
            var name = begin + HashLength + 2;
            if (end - name > inside.Length && string.CompareOrdinal(text, name, inside, 0, inside.Length) == 0)
                built[text[(name + inside.Length)..end]] = text.Substring(begin, HashLength);
        }

        return built;
    }
}
