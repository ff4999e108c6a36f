// The figures of a run by stage, name and step, read from its events.
namespace PluginHost.Engine;

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
