// Rows for what changes or evaluates data.
using System.Globalization;

namespace PluginHost.Conformance;

/// <summary>A few rows that have everything a component may want: text, ids, an image, a class.</summary>
internal sealed class SampleRows : Dataset
{
    private const int Side = 16;

    public override long Count => 12;

    public override string Fingerprint => "5a";

    /// <inheritdoc/>
    public override Example Read(long index)
    {
        var random = new RandomSource(23, index);
        var text = string.Join(' ', Enumerable.Range(0, 4 + (int)random.Next(4)).Select(_ => random.Next(1000).ToString(CultureInfo.InvariantCulture)));
        return new Example
        {
            ["text"] = text,
            [Fields.InputIds] = SampleTokenizer.Instance.Encode(text),
            [Fields.PixelValues] = new ImageData(3, Side, Side, [.. Enumerable.Range(0, 3 * Side * Side).Select(_ => (byte)random.Next(256))]),
            [Fields.Labels] = index % 2,
        };
    }
}
