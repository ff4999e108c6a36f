// The few operations by which what must survive a crash gets to the disk.
using System.Runtime.InteropServices;

namespace PluginHost;

/// <summary>
/// Everything that a run must find again after a crash is written through here: contents are flushed to the disk before a name leads to
/// them, and a name is flushed by flushing its folder (a rename alone may be undone by a power cut). Each operation is a named point at
/// which <see cref="FaultPoints"/> can make it fail, and a line of <see cref="DiskTrace"/> when a trace is taken.
/// </summary>
internal static partial class Disk
{
    private const int ReadOnlyFolder = 0x10000 | 0x80000; // O_RDONLY | O_DIRECTORY | O_CLOEXEC
    private const int Buffer = 1 << 16;

    /// <summary>Makes a folder, with those above it.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path)) return;
        FaultPoints.At("mkdir", path, before: true);
        Directory.CreateDirectory(path);
        DiskTrace.Folder(path);
        FaultPoints.At("mkdir", path, before: false);
    }

    /// <summary>Writes a file and flushes it to the disk; its name is flushed by <see cref="SyncFolder"/>.</summary>
    public static void WriteFile(string path, Action<Stream> write)
    {
        FaultPoints.At("create", path, before: true);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        DiskTrace.Create(path);
        // The buffer is above what is watched, so that a fault hits what the operating system sees.
        using (var buffered = new BufferedStream(FaultPoints.Active || DiskTrace.Active ? new WatchedStream(file, path) : file, Buffer))
        {
            write(buffered);
            buffered.Flush();
            Sync(file, path);
        }
    }

    /// <summary>Replaces a file: whoever looks finds the old content or the new one, also after a crash.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        var aside = path + ".new";
        WriteFile(aside, write);
        Rename(aside, path);
        SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Flushes a file that something else has written.</summary>
    public static void SyncFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        DiskTrace.Content(path);
        Sync(file, path);
    }

    /// <summary>Flushes the names in a folder.</summary>
    public static void SyncFolder(string path)
    {
        FaultPoints.At("fsync-folder", path, before: true);
        var folder = open(path, ReadOnlyFolder, 0);
        if (folder < 0) throw Refused("opened", path);
        try
        {
            // Some file systems have no flush for folders and say EINVAL: there is nothing to do then.
            if (fsync(folder) != 0 && Marshal.GetLastPInvokeError() != 22 /* EINVAL */) throw Refused("flushed to the disk", path);
        }
        finally
        {
            _ = close(folder);
        }

        DiskTrace.SyncFolder(path);
        FaultPoints.At("fsync-folder", path, before: false);
    }

    /// <summary>Gives a file or a folder another name; a file that had it is replaced.</summary>
    public static void Rename(string from, string to)
    {
        FaultPoints.At("rename", to, before: true);
        if (Directory.Exists(from)) Directory.Move(from, to);
        else File.Move(from, to, overwrite: true);
        DiskTrace.Rename(from, to);
        FaultPoints.At("rename", to, before: false);
    }

    /// <summary>Removes a folder with what is in it: out of the way first, so that nobody finds half of it.</summary>
    public static void DeleteFolder(string path)
    {
        var aside = Path.Join(Path.GetDirectoryName(path), $".{Path.GetFileName(path)}.old");
        FaultPoints.At("delete", path, before: true);
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        Directory.Move(path, aside);
        DiskTrace.Rename(path, aside);
        Directory.Delete(aside, recursive: true);
        DiskTrace.Delete(aside);
        FaultPoints.At("delete", path, before: false);
    }

    private static void Sync(FileStream file, string path)
    {
        FaultPoints.At("fsync", path, before: true);
        file.Flush(flushToDisk: true);
        DiskTrace.Sync(path);
        FaultPoints.At("fsync", path, before: false);
    }

    private static IOException Refused(string what, string path) =>
        new($"The folder {path} could not be {what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int file);

    [LibraryImport("libc")]
    private static partial int close(int file);
}
