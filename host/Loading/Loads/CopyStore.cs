// Copies of plugin folders, named by their content. What is loaded is never the file that a build writes: a build that truncates a mapped
// DLL ends the process, and checking one file while loading another would be no check.
using PluginHost.Loading.Discovery;

namespace PluginHost.Loading.Loads;

/// <summary>Keeps copies of plugin folders.</summary>
/// <param name="folder">Where the copies are.</param>
internal sealed class CopyStore(string folder)
{
    /// <summary>A copy that nobody has taken for so long is removed when the next one is made.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>How exactly it is remembered when a copy was taken.</summary>
    private static readonly TimeSpan Touched = TimeSpan.FromDays(1);

    /// <summary>The copy with this content, made from the plugin's folder if it is not there.</summary>
    /// <param name="plugin">The plugin's folder.</param>
    /// <param name="contentHash">The content that it had when it was last looked at.</param>
    /// <returns>The copy, freshly hashed; of another content when the folder has changed since.</returns>
    public PluginCopy Take(string plugin, string contentHash)
    {
        var target = Path.Join(folder, contentHash);
        if (Existing(target, contentHash) is { } there) return there;
        Directory.CreateDirectory(folder);
        RemoveOld();
        var aside = Path.Join(folder, $".{Environment.ProcessId}-{Guid.NewGuid():N}");
        try
        {
            foreach (var file in FolderListing.Stat(plugin))
            {
                var to = Path.Join(aside, file.Name);
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(Path.Join(plugin, file.Name), to);
            }

            var files = FolderListing.Hash(aside);
            var hash = PluginFile.ContentHash(files);
            target = Path.Join(folder, hash);
            if (Existing(target, hash) is { } made) return made;
            // What lies there under this name has another content: somebody changed it.
            if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
            try
            {
                Directory.Move(aside, target);
            }
            catch (IOException) when (Existing(target, hash) is not null)
            {
                // Another process made the same copy in the meantime.
            }

            return new PluginCopy(target, hash, files);
        }
        finally
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        }
    }

    private static PluginCopy? Existing(string target, string contentHash)
    {
        if (contentHash.Length == 0 || !Directory.Exists(target)) return null;
        var files = FolderListing.Hash(target);
        if (PluginFile.ContentHash(files) != contentHash) return null;
        if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(target) > Touched) Directory.SetLastWriteTimeUtc(target, DateTime.UtcNow);
        return new PluginCopy(target, contentHash, files);
    }

    private void RemoveOld()
    {
        foreach (var copy in new DirectoryInfo(folder).GetDirectories())
            if (DateTime.UtcNow - copy.LastWriteTimeUtc > Kept)
                copy.Delete(recursive: true);
    }
}
