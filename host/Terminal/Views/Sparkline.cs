// A curve in one line of block characters.
namespace PluginHost.Terminal;

/// <summary>A curve in one line of text.</summary>
public static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string Letters = "_.-=+*#@";

    /// <summary>The curve, scaled between its least and its greatest point; empty for fewer than two points.</summary>
    /// <param name="curve">The points.</param>
    /// <param name="width">Columns at most.</param>
    /// <param name="unicode">Whether the terminal has block characters; letters stand in for them otherwise.</param>
    public static string Draw(LossCurve curve, int width, bool unicode)
    {
        ArgumentNullException.ThrowIfNull(curve);
        if (width < 2 || curve.Points.Length < 2) return "";
        var points = curve.Resample(width);
        var (least, greatest) = (points.Min(), points.Max());
        var levels = unicode ? Blocks : Letters;
        return string.Concat(points.Select(point => greatest > least
            ? levels[(int)Math.Min(levels.Length - 1, (point - least) / (greatest - least) * levels.Length)]
            : levels[0]));
    }
}
