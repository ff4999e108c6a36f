// A row as text, to compare rows by content.
using System.Globalization;

namespace PluginHost.Conformance;

/// <summary>Rows and batches by content.</summary>
internal static class RowText
{
    /// <summary>Everything that a row holds.</summary>
    public static string Of(Example row) => string.Join('\n', row.Names.Order(StringComparer.Ordinal).Select(name => $"{name}: {Value(name, row[name])}"));

    private static string Value(string name, object value) => value switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("r", CultureInfo.InvariantCulture),
        long[] ids => string.Join(' ', ids),
        float[] numbers => string.Join(' ', numbers.Select(number => number.ToString("r", CultureInfo.InvariantCulture))),
        byte[] bytes => Convert.ToHexString(bytes),
        ImageData image => $"{image.Channels}x{image.Height}x{image.Width} {Convert.ToHexString(image.Pixels)}",
        _ => throw new ViolationException($"A row's values should be strings, longs, doubles, long[], float[], byte[] or ImageData, and \"{name}\" is a {value.GetType().Name}."),
    };
}
