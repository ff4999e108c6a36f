// The bar of the stage at work; as wide as its line allows.
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PluginHost.Terminal;

/// <summary>The line of the stage at work: its name, a bar, steps, share and the time that is left.</summary>
/// <param name="stage">The stage.</param>
/// <param name="now">The present, for the time that is left.</param>
public sealed class StageBar(StageState stage, DateTimeOffset now) : Renderable
{
    private const int NarrowestBar = 10;
    private const int WidestBar = 60;
    private const int LongestName = 24;

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mark = $" {(options.Unicode ? "▸" : ">")} {stage.Number} ";
        // A line that is wider than the terminal would wrap where nobody counts it, and the panel could not be taken back.
        var after = Cut("  " + Progress(), Math.Max(0, maxWidth - mark.Length));
        var before = Cut(mark + Cut(stage.Name, LongestName) + "  ", Math.Max(0, maxWidth - after.Length));
        var width = Math.Min(WidestBar, maxWidth - before.Length - after.Length);
        yield return new Segment(before, new Style(decoration: Decoration.Bold));
        if (width >= NarrowestBar)
        {
            var filled = (int)Math.Round(stage.Share * width);
            var (full, empty) = options.Unicode ? ('━', '─') : ('=', '-');
            yield return new Segment(new string(full, filled), new Style(Color.Green));
            yield return new Segment(new string(empty, width - filled), new Style(Color.Grey));
        }

        yield return new Segment(after);
        yield return Segment.LineBreak;
    }

    private string Progress()
    {
        var evaluating = stage.EvaluationBatches is { } batches ? $"evaluating {stage.EvaluationBatch}/{batches}" : "evaluating";
        if (stage.Mode == StageMode.Evaluate) return evaluating;
        if (stage.EvaluationBatches is not null) return $"{Steps()}  {evaluating}";
        var remaining = stage.Remaining(now) is { } time ? $"  ETA {Figures.Duration(time)}" : "";
        return $"{Steps()}  {stage.Share * 100:0}%{remaining}";
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : length == 0 ? "" : text[..(length - 1)] + "…";

    private string Steps() => $"{Figures.Whole(stage.Step)}/{Figures.Whole(stage.TotalSteps)}";
}
