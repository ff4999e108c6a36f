// The figures of a run by stage, name and step, read from its events.
namespace PluginHost.Engine;

/// <summary>The figures of one name in one stage.</summary>
/// <param name="Stage">The stage's number.</param>
/// <param name="StageName">The stage's name.</param>
/// <param name="Name">The figure's, as in <c>loss</c>, <c>eval/accuracy</c>, <c>chart/alpha</c>.</param>
/// <param name="Values">The values by step.</param>
public sealed record MetricSeries(long Stage, string StageName, string Name, IReadOnlyDictionary<long, double> Values)
{
    // Of these less is better; of what no one knows, more.
    private static readonly string[] s_less = ["loss", "perplexity", "error", "bits"];

    /// <summary>Whether less is better.</summary>
    public bool LessIsBetter => s_less.Any(word => Name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The last step and its value.</summary>
    public KeyValuePair<long, double> Final => Values.MaxBy(pair => pair.Key);

    /// <summary>The best value and the first step that had it; finite ones before others.</summary>
    public KeyValuePair<long, double> Best =>
        Values.OrderBy(pair => !double.IsFinite(pair.Value)).ThenBy(pair => LessIsBetter ? pair.Value : -pair.Value).ThenBy(pair => pair.Key).First();
}

/// <summary>Reads the figures of a run.</summary>
public static class MetricHistory
{
    /// <summary>The figures of a run's folder, in the order in which they first came.</summary>
    public static IReadOnlyList<MetricSeries> Of(string runDirectory)
    {
        using var events = new EventFile(runDirectory);
        var series = new List<(long Stage, string Name, SortedDictionary<long, double> Values)>();
        var stages = new Dictionary<long, string>();
        while (events.Read(1 << 20) is { Count: > 0 } lines)
        {
            foreach (var line in lines)
            {
                if (line is not { Stage: { } stage, Step: { } step }) continue;
                if (line.Type == "stage-started")
                {
                    stages[stage] = line.Word("name") ?? "";
                    // As in the database: steps that are made again count once.
                    foreach (var (_, _, values) in series.Where(one => one.Stage == stage))
                        foreach (var later in values.Keys.Where(at => at > step).ToList()) values.Remove(later);
                }

                foreach (var (name, value) in line.Figures())
                {
                    var found = series.FindIndex(one => one.Stage == stage && one.Name == name);
                    if (found < 0)
                    {
                        found = series.Count;
                        series.Add((stage, name, []));
                    }

                    series[found].Values[step] = value;
                }
            }
        }

        return [.. series.Where(one => one.Values.Count > 0).OrderBy(one => one.Stage).Select(one => new MetricSeries(one.Stage, stages.GetValueOrDefault(one.Stage) ?? "", one.Name, one.Values))];
    }
}
