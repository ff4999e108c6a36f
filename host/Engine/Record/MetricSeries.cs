// The figures of one name in one stage of a run.
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
