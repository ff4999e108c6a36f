// One text file of a dataset, and how it is read.
using System.Security.Cryptography;
using System.Text;

namespace PluginHost.TextData;

/// <summary>One text file.</summary>
/// <param name="FullPath">Where it is.</param>
/// <param name="Path">Its path from the folder that the run was started from, with forward slashes: its name in errors, orders and splits.</param>
internal sealed record SourceFile(string FullPath, string Path)
{
    /// <summary>
    /// A number that depends on <see cref="Path"/> alone and orders files as if at random, so that a split does not change when other
    /// files come and go.
    /// </summary>
    public ulong Lot => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(Path)));

    /// <summary>The file's text; a byte order mark is left out.</summary>
    /// <param name="owner">Who reads, for errors.</param>
    /// <exception cref="RecipeException">The file cannot be read, has a NUL byte or is not UTF-8.</exception>
    public string Read(string owner)
    {
        if (File.Exists(FullPath) && !RegularFile.IsAt(FullPath))
            throw new RecipeException($"{owner}: {Path} is no regular file but a device, a pipe or a socket, which has no end to read to. Leave it out of Files.");
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(FullPath);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RecipeException($"{owner}: {Path} cannot be read: {fault.Message}", fault);
        }

        if (bytes.AsSpan().IndexOf((byte)0) is >= 0 and var nul)
            throw new RecipeException($"{owner}: {Path} is not a text file: it has a NUL byte at offset {nul}. Leave it out of Files, or add it to Exclude.");
        ReadOnlySpan<byte> text = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(3) : bytes;
        if (!System.Text.Unicode.Utf8.IsValid(text))
            throw new RecipeException($"{owner}: {Path} is not UTF-8: the byte at offset {FirstFault(text) + bytes.Length - text.Length} belongs to no character. "
                + "Convert it to UTF-8, leave it out of Files, or add it to Exclude.");
        return Encoding.UTF8.GetString(text);
    }

    private static int FirstFault(ReadOnlySpan<byte> text)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(text[offset..], out _, out var length) == System.Buffers.OperationStatus.Done) offset += length;
        return offset;
    }
}
