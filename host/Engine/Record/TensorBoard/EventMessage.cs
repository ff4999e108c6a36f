// TensorBoard's Event message, as far as a run needs it. Written by hand: it takes three of protobuf's forms, and a library for them would
// be half a megabyte that every worker loads.
using System.Buffers.Binary;
using System.Text;

namespace PluginHost.Engine.TensorBoard;

/// <summary>
/// TensorBoard's <c>Event</c> in protobuf's wire format: <c>wall_time</c> = 1 (double), <c>step</c> = 2 (int64), <c>file_version</c> = 3
/// (string), <c>summary</c> = 5 with <c>value</c> = 1 repeated, whose <c>tag</c> = 1 (string) and <c>simple_value</c> = 2 (float).
/// </summary>
internal static class EventMessage
{
    private const int Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;

    /// <summary>The event that begins a file.</summary>
    /// <param name="time">Seconds since 1970.</param>
    public static byte[] Version(double time)
    {
        using var message = new MemoryStream();
        Double(message, 1, time);
        Block(message, 3, "brain.Event:2"u8);
        return message.ToArray();
    }

    /// <summary>The scalars of a step.</summary>
    /// <param name="time">Seconds since 1970.</param>
    /// <param name="step">The step.</param>
    /// <param name="scalars">Tags and values.</param>
    public static byte[] Scalars(double time, long step, IEnumerable<(string Tag, double Value)> scalars)
    {
        using var summary = new MemoryStream();
        Span<byte> bits = stackalloc byte[4];
        foreach (var (tag, value) in scalars)
        {
            using var scalar = new MemoryStream();
            Block(scalar, 1, Encoding.UTF8.GetBytes(tag));
            Key(scalar, 2, Fixed32);
            BinaryPrimitives.WriteSingleLittleEndian(bits, (float)value);
            scalar.Write(bits);
            Block(summary, 1, scalar.ToArray());
        }

        using var message = new MemoryStream();
        Double(message, 1, time);
        Key(message, 2, Varint);
        Number(message, (ulong)step);
        Block(message, 5, summary.ToArray());
        return message.ToArray();
    }

    private static void Key(MemoryStream into, int field, int form) => Number(into, (ulong)(field << 3 | form));

    private static void Number(MemoryStream into, ulong value)
    {
        for (; value >= 0x80; value >>= 7) into.WriteByte((byte)(value | 0x80));
        into.WriteByte((byte)value);
    }

    private static void Double(MemoryStream into, int field, double value)
    {
        Key(into, field, Fixed64);
        Span<byte> bits = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bits, value);
        into.Write(bits);
    }

    private static void Block(MemoryStream into, int field, ReadOnlySpan<byte> content)
    {
        Key(into, field, Bytes);
        Number(into, (ulong)content.Length);
        into.Write(content);
    }
}
