// The files of a folder, with what the file system says of them and with their hashes.
using System.IO.Enumeration;
using System.Security.Cryptography;

namespace PluginHost.Loading.Discovery;

/// <summary>Lists the files of a plugin's folder.</summary>
internal static class FolderListing
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Names, sizes and times of every file, in the order of their names; no file is opened.</summary>
    public static List<PluginFile> Stat(string folder)
    {
        var files = new FileSystemEnumerable<PluginFile>(
            folder,
            (ref FileSystemEntry entry) => new PluginFile(
                Path.GetRelativePath(folder, entry.ToFullPath()).Replace('\\', '/'), entry.Length, entry.LastWriteTimeUtc.UtcTicks, ""),
            Everything)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            // A link to a folder could lead anywhere, also back up.
            ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        }.ToList();
        files.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return files;
    }

    /// <summary>The same with the hash of each file's content.</summary>
    public static List<PluginFile> Hash(string folder) => [.. Stat(folder).Select(file => file with { Hash = HashOf(Path.Join(folder, file.Name)) })];

    private static string HashOf(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
