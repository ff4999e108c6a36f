// Folders that are there whole or not at all.
namespace PluginHost;

/// <summary>Writes folders that are there whole or not at all, also after a crash: into a temporary one beside, flushed to the disk, then renamed.</summary>
public static class WholeDirectory
{
    /// <summary>Writes a folder; one that was there before is replaced when the new one is complete.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="write">Fills the temporary folder that it is given.</param>
    public static void Write(string directory, Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        var parent = Path.GetDirectoryName(directory) ?? throw new ArgumentException("The root folder cannot be replaced.", nameof(directory));
        var suffix = $"{Environment.ProcessId}-{Guid.NewGuid():N}"[..16];
        var fresh = Path.Join(parent, $".{Path.GetFileName(directory)}.{suffix}.new");
        try
        {
            Directory.CreateDirectory(fresh);
            write(fresh);
            foreach (var file in Directory.EnumerateFiles(fresh, "*", SearchOption.AllDirectories)) Disk.SyncFile(file);
            foreach (var folder in Directory.EnumerateDirectories(fresh, "*", SearchOption.AllDirectories).Append(fresh)) Disk.SyncFolder(folder);
            if (Directory.Exists(directory))
            {
                var old = Path.Join(parent, $".{Path.GetFileName(directory)}.{suffix}.old");
                Disk.Rename(directory, old);
                Disk.Rename(fresh, directory);
                Directory.Delete(old, recursive: true);
            }
            else
            {
                Disk.Rename(fresh, directory);
            }

            Disk.SyncFolder(parent);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PluginHostException($"{directory} could not be written: {fault.Message}", fault);
        }
        finally
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        }
    }
}
