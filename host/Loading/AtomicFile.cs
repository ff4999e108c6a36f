// Files that are there whole or not at all.
namespace PluginHost.Loading;

/// <summary>Writes files aside and renames them, so that a reader or a crash never meets half a file.</summary>
internal static class AtomicFile
{
    /// <summary>Writes or replaces a file.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = $"{path}.{Environment.ProcessId}-{Guid.NewGuid():N}.new";
        try
        {
            File.WriteAllBytes(aside, content);
            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }
}
