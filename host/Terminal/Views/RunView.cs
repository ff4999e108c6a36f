// What a terminal shows of a run at work: a pure function of its state and the time.
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PluginHost.Terminal;

/// <summary>
/// The panel at the bottom of a terminal: a line for the run, one for each stage that is done, and the stage at work with bar, loss and
/// last evaluation. Notes and evaluations are printed above it, where they scroll away.
/// </summary>
/// <param name="state">The run.</param>
/// <param name="now">The present.</param>
/// <param name="hint">A last line, as in "Ctrl-C stops after the step"; null for none.</param>
/// <param name="size">How much there is room for.</param>
public sealed class RunView(RunState state, DateTimeOffset now, string? hint = null, PanelSize size = PanelSize.Whole) : Renderable
{
    private const int SparklineWidth = 24;
    private const int StagesShown = 8;

    private static readonly Style s_quiet = new(Color.Grey);
    private static readonly Style s_strong = new(decoration: Decoration.Bold);

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        ((IRenderable)new Rows(Lines(options))).Render(options, maxWidth);

    private IEnumerable<IRenderable> Lines(RenderOptions options)
    {
        if (size != PanelSize.Whole && state.Current is { } only)
        {
            yield return new StageBar(only, now);
            if (only.Loss is { } loss) yield return size == PanelSize.Stage ? Step(only, options) : Line(($" loss {Figures.Value(loss)}", Style.Plain));
            yield break;
        }

        yield return Line((state.Name, s_strong), ("  " + Standing(), Style.Plain));
        var done = state.Stages.Where(stage => stage.IsDone).ToList();
        if (done.Count > StagesShown) yield return Line(($"   … {done.Count - StagesShown} earlier stages", s_quiet));
        foreach (var stage in done.TakeLast(StagesShown)) yield return Done(stage, options);
        if (state.Current is { } current)
        {
            yield return new StageBar(current, now);
            if (current.Loss is not null) yield return Step(current, options);
            if (current.LastEvaluation is { } evaluation)
                yield return Line(($"     at step {Figures.Whole(evaluation.Step)}: {Figures.Metrics(evaluation.Metrics)}", Style.Plain));
        }

        if (hint is not null) yield return Line((" " + hint, s_quiet));
    }

    private string Standing()
    {
        var elapsed = state.Started is { } started ? Figures.Duration(state.Earlier + (now - started)) : "0:00";
        return state switch
        {
            { Status: RunStatus.Starting } => "starting …",
            { Status: RunStatus.Restarting } => "starting again …",
            { Current: { } stage } => $"{stage.Device}  {elapsed}",
            { Status: RunStatus.Running } => elapsed,
            _ => $"{state.Status.ToString().ToLowerInvariant()}  {elapsed}",
        };
    }

    private static IRenderable Done(StageState stage, RenderOptions options)
    {
        var result = stage.Result!;
        var loss = result is { TrainLossFirst: { } first, TrainLossLast: { } last }
            ? $"  loss {Figures.Value(first)} {(options.Unicode ? "→" : "->")} {Figures.Value(last)}" : "";
        var metrics = result.Metrics.Count > 0 ? $"  {Figures.Metrics(result.Metrics)}" : "";
        var validated = loss.Length > 0 && metrics.Length > 0 ? "  evaluated:" + metrics[1..] : metrics;
        return Line(($" {(options.Unicode ? "✓" : "+")} ", new Style(Color.Green)), ($"{stage.Number} {stage.Name}", Style.Plain),
            ($"  {Figures.Duration(stage.Duration)}{loss}{validated}", s_quiet));
    }

    private static IRenderable Step(StageState stage, RenderOptions options)
    {
        var rate = stage.LearningRate is { } learningRate ? $"  lr {Figures.LearningRate(learningRate)}" : "";
        var speed = stage.ItemsPerSecond is { } items ? $"  {Figures.Count(items)} {stage.Items}/s" : "";
        return Line(($"     loss {Figures.Value(stage.Loss!.Value)} ", Style.Plain),
            (Sparkline.Draw(stage.Curve, SparklineWidth, options.Unicode), new Style(Color.Green)), (rate + speed, Style.Plain));
    }

    private static Paragraph Line(params (string Text, Style Style)[] parts)
    {
        // On a narrow terminal a line wraps between words; PanelDisplay counts lines after that.
        var line = new Paragraph();
        foreach (var (text, style) in parts) line.Append(text, style);
        return line;
    }
}
