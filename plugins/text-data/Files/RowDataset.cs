// Rows that are held in memory.
namespace PluginHost.TextData;

/// <summary>Rows that are held in memory; each read makes a row of its own, so that a transform may change it.</summary>
/// <param name="count">How many there are.</param>
/// <param name="read">Makes the row of an index.</param>
/// <param name="fingerprint">SHA-256 of the content.</param>
/// <param name="labels">The class names in the order of their ids; null for rows without classes.</param>
internal sealed class RowDataset(long count, Func<long, Example> read, string fingerprint, IReadOnlyList<string>? labels = null) : Dataset
{
    public override long Count => count;

    public override string Fingerprint => fingerprint;

    public override IReadOnlyDictionary<string, string> Facts { get; } = labels is null
        ? new Dictionary<string, string>()
        : new Dictionary<string, string> { ["labels"] = string.Join('\n', labels) };

    public override Example Read(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        return read(index);
    }
}
