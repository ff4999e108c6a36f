// Whether a path leads to a file that ends.
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PluginHost;

/// <summary>Tells files from devices, pipes and sockets, which have no end that could be read to, or keep whoever opens them waiting.</summary>
public static partial class RegularFile
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint TypeOnly = 1; // STATX_TYPE
    private const int ModeOffset = 28; // stx_mode, the same on every architecture
    private const int KindMask = 0xF000; // S_IFMT
    private const int Regular = 0x8000; // S_IFREG

    /// <summary>Whether a regular file is there; links are followed. False for folders, devices, pipes and sockets, and where there is nothing.</summary>
    /// <param name="path">The path.</param>
    public static bool IsAt(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var answer = new byte[256];
        return statx(CurrentFolder, path, 0, TypeOnly, answer) == 0
            && (BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(ModeOffset)) & KindMask) == Regular;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint mask, byte[] answer);
}
