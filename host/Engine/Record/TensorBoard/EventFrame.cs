// The frame around each record of a TensorBoard file, which is TensorFlow's record format.
using System.Buffers.Binary;
using System.Numerics;

namespace PluginHost.Engine.TensorBoard;

/// <summary>The frame of a record: its length (uint64), the length's masked CRC-32C, the record, its masked CRC-32C; all little-endian.</summary>
internal static class EventFrame
{
    private const uint MaskDelta = 0xa282ead8;

    /// <summary>Puts a record with its frame behind what is there.</summary>
    public static void Append(MemoryStream into, ReadOnlySpan<byte> record)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, record.Length);
        into.Write(length);
        Sum(into, length);
        into.Write(record);
        Sum(into, record);
    }

    /// <summary>The CRC-32C, rotated and shifted: a sum of data that holds sums would otherwise be weak.</summary>
    public static uint Masked(ReadOnlySpan<byte> data)
    {
        var crc = Crc32C(data);
        return ((crc >> 15) | (crc << 17)) + MaskDelta;
    }

    /// <summary>The CRC-32C (Castagnoli) of some bytes.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        for (; data.Length >= 8; data = data[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var one in data) crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }

    private static void Sum(MemoryStream into, ReadOnlySpan<byte> data)
    {
        Span<byte> sum = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(sum, Masked(data));
        into.Write(sum);
    }
}
