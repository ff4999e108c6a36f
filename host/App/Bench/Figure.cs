// One figure beside the peer's.
using System.Text.Json.Nodes;

namespace PluginHost.App;

/// <summary>One figure beside the peer's.</summary>
internal static class Figure
{
    /// <summary>The figure as it is printed: ours, the peer's, and the first by the second, or the other way round where less is better.</summary>
    public static JsonObject Of(double ours, double? peer, bool inverse = false) => new()
    {
        ["ours"] = Math.Round(ours, 4),
        ["peer"] = peer is { } known ? Math.Round(known, 4) : null,
        ["ratio"] = peer is > 0 and var other ? Math.Round(inverse ? other / ours : ours / other, 4) : null,
    };

    /// <summary>The value in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
