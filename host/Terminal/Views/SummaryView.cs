// What is shown of a run when it is over: its stages and what the recipe reported.
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PluginHost.Terminal;

/// <summary>The tables at the end of a run: one of its stages, one of the figures that the recipe reported. Each only if it has rows.</summary>
/// <param name="state">The run.</param>
public sealed class SummaryView(RunState state) : Renderable
{
    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        ((IRenderable)new Rows(Tables(options, maxWidth))).Render(options, maxWidth);

    private IEnumerable<IRenderable> Tables(RenderOptions options, int maxWidth)
    {
        var arrow = options.Unicode ? "→" : "->";
        // Where the columns do not fit, a stage is a few lines.
        if (state.Stages.Count > 0) yield return Stages(arrow) is IRenderable table && table.Measure(options, int.MaxValue / 2).Min <= maxWidth ? table : new Rows(state.Stages.Select(stage => Stacked(stage, arrow)));
        if (state.Figures.Count > 0) yield return Reported();
    }

    private Table Stages(string arrow)
    {
        var table = Frame("Stage", "Steps", "Training loss", "Evaluation", "A second", "Time");
        foreach (var column in new[] { 1, 4, 5 }) table.Columns[column].RightAligned().NoWrap();
        // The evaluation is a list, one figure a line, which a wrapped line would break.
        foreach (var column in new[] { 2, 3 }) table.Columns[column].NoWrap();
        foreach (var stage in state.Stages)
            table.AddRow(stage.Result is { } result ? Row(stage, result, arrow) : Unfinished(stage));
        return table;
    }

    private static Rows Stacked(StageState stage, string arrow)
    {
        string[] lines = stage.Result is { } result
            ?
            [
                result.Steps > 0 ? $"{Figures.Whole(result.Steps)} steps in {Figures.Duration(stage.Duration)}" : $"in {Figures.Duration(stage.Duration)}",
                result is { TrainLossFirst: { } first, TrainLossLast: { } last } ? $"training loss {Figures.Value(first)} {arrow} {Figures.Value(last)}" : "",
                .. Evaluations(result, arrow).Split('\n'),
                result.ItemsPerSecond > 0 ? $"{Figures.Count(result.ItemsPerSecond)} {stage.Items} a second" : "",
            ]
            :
            [
                $"not done: {Figures.Whole(stage.Step)} of {Figures.Whole(stage.TotalSteps)} steps",
                stage.Loss is { } loss ? $"training loss {Figures.Value(loss)}" : "",
                .. stage.LastEvaluation is { } evaluation ? Figures.Metrics(evaluation.Metrics).Split(", ") : [],
            ];
        return new Rows(lines.Where(line => line.Length > 0 && line != "-").Select(line => Cell("  " + line))
            .Prepend(new Text($"{stage.Number} {stage.Name}", new Style(decoration: Decoration.Bold))));
    }

    private static IRenderable[] Row(StageState stage, StageResult result, string arrow) =>
    [
        Cell($"{stage.Number} {result.Name}"),
        Cell(result.Steps > 0 ? Figures.Whole(result.Steps) : "-"),
        Cell(result is { TrainLossFirst: { } first, TrainLossLast: { } last } ? $"{Figures.Value(first)} {arrow} {Figures.Value(last)}" : "-"),
        Cell(Evaluations(result, arrow)),
        Cell(result.ItemsPerSecond > 0 ? $"{Figures.Count(result.ItemsPerSecond)} {stage.Items}" : "-"),
        Cell(Figures.Duration(stage.Duration)),
    ];

    private static IRenderable[] Unfinished(StageState stage) =>
    [
        Cell($"{stage.Number} {stage.Name}"),
        Cell($"{Figures.Whole(stage.Step)}/{Figures.Whole(stage.TotalSteps)}"),
        Cell(stage.Loss is { } loss ? Figures.Value(loss) : "-"),
        Cell(stage.LastEvaluation is { } evaluation ? Figures.Metrics(evaluation.Metrics).Replace(", ", "\n", StringComparison.Ordinal) : "-"),
        Cell(stage.ItemsPerSecond is { } items ? $"{Figures.Count(items)} {stage.Items}" : "-"),
        Cell("not done"),
    ];

    private static string Evaluations(StageResult result, string arrow)
    {
        if (result.Metrics.Count == 0) return "-";
        return string.Join("\n", result.Metrics.OrderBy(metric => metric.Key != "loss").ThenBy(metric => metric.Key, StringComparer.Ordinal)
            .Select(metric => result.Before.TryGetValue(metric.Key, out var before) && Figures.Value(before) != Figures.Value(metric.Value)
                ? $"{metric.Key} {Figures.Value(before)} {arrow} {Figures.Value(metric.Value)}"
                : $"{metric.Key} {Figures.Value(metric.Value)}"));
    }

    private Table Reported()
    {
        var table = Frame("Figure", "Value");
        foreach (var (name, value) in state.Figures) table.AddRow(Cell(name), Cell(Figures.Reported(value)));
        return table;
    }

    private static Table Frame(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns) table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        return table;
    }

    private static Text Cell(string text) => new(text);
}
