// Which of a stage's checkpoints stay.
namespace PluginHost.Engine;

/// <summary>Which checkpoints stay when a new one is there: the last few, every so many steps, and the best by a metric.</summary>
/// <param name="Last">How many of the newest; at least 1.</param>
/// <param name="Every">Those whose step is a multiple of this as well; null for none.</param>
/// <param name="Best">The best by this metric as well; null for none.</param>
/// <param name="HigherIsBetter">Which way that metric is read.</param>
internal sealed record Retention(int Last, long? Every = null, string? Best = null, bool HigherIsBetter = false)
{
    /// <summary>A checkpoint that is there.</summary>
    internal sealed record Kept(string Folder, long Step, double? Metric);

    /// <summary>The folders that may go.</summary>
    /// <param name="there">All that are there.</param>
    /// <param name="latest">The one that was just written; it stays whatever its step is.</param>
    public IEnumerable<string> Surplus(IReadOnlyList<Kept> there, string latest)
    {
        // A run that went back to an earlier step leaves checkpoints of later ones; those are the older.
        var latestStep = there.FirstOrDefault(kept => kept.Folder == latest)?.Step ?? long.MaxValue;
        var stay = there.Where(kept => kept.Step <= latestStep).OrderByDescending(kept => kept.Folder == latest).ThenByDescending(kept => kept.Step)
            .Take(Last).Select(kept => kept.Folder).ToHashSet(StringComparer.Ordinal);
        if (Best is not null && there.Where(kept => kept.Metric is { } value && double.IsFinite(value)).ToList() is { Count: > 0 } measured)
            stay.Add((HigherIsBetter ? measured.MaxBy(kept => kept.Metric) : measured.MinBy(kept => kept.Metric))!.Folder);
        return there.Where(kept => !stay.Contains(kept.Folder) && !(Every is { } every && kept.Step % every == 0 && kept.Step <= latestStep)).Select(kept => kept.Folder);
    }
}
