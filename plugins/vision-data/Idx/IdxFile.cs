// One IDX file: a header of dimensions, then bytes.
using System.Buffers.Binary;
using System.IO.Compression;

namespace PluginHost.VisionData;

/// <summary>One IDX file: two zero bytes, the type (8 for bytes), how many dimensions, each as a big-endian int32, then the values.</summary>
internal sealed record IdxFile(int[] Dimensions, byte[] Values)
{
    private const byte UnsignedBytes = 8;

    /// <summary>The first dimension.</summary>
    public int Count => Dimensions[0];

    /// <summary>Reads a file, gzipped or not, and checks it whole.</summary>
    /// <exception cref="RecipeException">It cannot be read, or is no such file.</exception>
    public static IdxFile Read(string path, int dimensions)
    {
        byte[] content;
        try
        {
            content = Unpacked(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new RecipeException($"dataset \"idx\": {path} cannot be read: {fault.Message}", fault);
        }

        var header = 4 + 4 * dimensions;
        if (content.Length < header || content is not [0, 0, UnsignedBytes, var rank, ..] || rank != dimensions)
            throw new RecipeException($"dataset \"idx\": {path} is no IDX file of bytes in {dimensions} dimensions: it does not begin with 0, 0, {UnsignedBytes}, {dimensions}.");
        var sizes = Enumerable.Range(0, dimensions).Select(i => BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(4 + 4 * i))).ToArray();
        var expected = sizes.Aggregate(1L, (product, size) => size < 0 ? long.MinValue : product * size);
        if (expected != content.Length - header)
            throw new RecipeException($"dataset \"idx\": {path} has {content.Length - header} values, and its header says {string.Join(" x ", sizes)}. The file is cut off or damaged.");
        return new IdxFile(sizes, content[header..]);
    }

    private static byte[] Unpacked(string path)
    {
        if (File.Exists(path) && !RegularFile.IsAt(path)) throw new IOException("it is no regular file but a device, a pipe or a socket.");
        var content = File.ReadAllBytes(path);
        if (content is not [0x1f, 0x8b, ..]) return content;
        using var zipped = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zipped.CopyTo(plain);
        return plain.ToArray();
    }
}
