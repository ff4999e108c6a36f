// Calls what the start needs of the operating system once, before libtorch loads.
using System.Security.Cryptography;

namespace PluginHost.App;

/// <summary>
/// While libtorch loads, the dynamic linker's lock is held for a third of a second, and .NET takes the same lock when it calls a native
/// function for the first time. A start that met such a function then would wait for libtorch, and nothing would go on beside it. So the
/// functions behind files, folders, hashes and times are called once before, which takes a few milliseconds. One that is forgotten here
/// costs time and nothing else.
/// </summary>
internal static class FirstCalls
{
    /// <summary>Makes the calls, in a folder of the system's temporary folder that is gone afterwards.</summary>
    public static void Make()
    {
        try
        {
            var folder = Path.Join(Path.GetTempPath(), $"pluginhost-start-{Environment.ProcessId}-{Random.Shared.Next():x8}");
            Directory.CreateDirectory(folder);
            var file = Path.Join(folder, "probe");
            File.WriteAllBytes(file, [10]);
            using (var appended = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0)) appended.Write([10]);
            using (var read = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan)) _ = read.ReadByte();
            // Attributes ask who the user is.
            _ = new FileInfo(file).Attributes;
            Posix.MakeFirstCalls(file);
            using (var mapped = System.IO.MemoryMappedFiles.MemoryMappedFile.CreateFromFile(file, FileMode.Open))
            using (var view = mapped.CreateViewAccessor(0, 1)) _ = view.ReadByte(0);
            File.Move(file, file + "2", overwrite: true);
            foreach (var entry in Directory.EnumerateFiles(folder)) File.Delete(entry);
            Directory.Delete(folder);
            Environment.CurrentDirectory = Directory.GetCurrentDirectory();
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData([10]);
            _ = SHA256.HashData(hash.GetHashAndReset());
            System.Runtime.InteropServices.Marshal.FreeHGlobal(System.Runtime.InteropServices.Marshal.AllocHGlobal(1));
            ZeroedMemory();
            _ = System.Diagnostics.Stopwatch.GetTimestamp();
            _ = DateTime.UtcNow;
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            // No temporary folder that can be written: the start is slower, and what needs one will say so itself.
        }
    }

    // The mark of what is at work lies in such memory until a stage begins.
    private static unsafe void ZeroedMemory() => System.Runtime.InteropServices.NativeMemory.Free(System.Runtime.InteropServices.NativeMemory.AllocZeroed(1));
}
