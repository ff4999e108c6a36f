// pluginhost runs: which runs there are and how they stand.
using System.Text.Json.Nodes;
using PluginHost.Terminal;
using Spectre.Console;

namespace PluginHost.App;

/// <summary>The runs command.</summary>
/// <param name="checkout">Where things are.</param>
/// <param name="runs">The folder of the runs.</param>
/// <param name="json">Whether to print JSON.</param>
internal sealed class RunsCommand(Checkout checkout, string runs, bool json)
{
    /// <summary>Lists the runs, those that did something last first.</summary>
    public int Execute()
    {
        if (string.IsNullOrWhiteSpace(runs)) throw new RecipeException("--runs-dir has to name a folder, got an empty text.");
        if (File.Exists(runs)) throw new RecipeException($"--runs-dir {runs}: {Path.GetFullPath(runs)} is a file, and runs are kept in a folder.");
        var listed = RunFolder.All(runs).Select(ListedRun.Of).ToList();
        if (json)
        {
            Console.Out.WriteLine(new JsonObject { ["runs"] = new JsonArray([.. listed.Select(Tree)]) }.ToJsonString());
            return 0;
        }

        if (listed.Count == 0)
        {
            Console.Out.WriteLine($"There are no runs in {Path.GetFullPath(runs)}.");
            return 0;
        }

        var table = Screen.Table("Run", "State", "Stage", "Step", "Loss", "Last event");
        foreach (var column in new[] { 0, 1, 3, 4, 5 }) table.Columns[column].NoWrap();
        foreach (var run in listed)
            table.AddRow(Screen.Cell(run.Name), Screen.Cell(run.Standing), Screen.Cell(run.Stage ?? "-"),
                Screen.Cell(run.TotalSteps > 0 ? $"{Figures.Whole(run.Step)}/{Figures.Whole(run.TotalSteps)}" : "-"),
                Screen.Cell(run.Loss is { } loss ? Figures.Value(loss) : "-"), Screen.Cell(Ago(run.Age)));
        var console = Screen.Output();
        console.Write(table);
        console.Write(new Text($"To watch one, or see how it ended: {checkout.Program} attach RUN   To go on with one: {checkout.Program} run --resume RUN\n"));
        return 0;
    }

    private static JsonObject Tree(ListedRun run) => new()
    {
        ["name"] = run.Name,
        ["run_dir"] = run.Folder,
        ["state"] = run.Standing,
        ["process"] = run.Process,
        ["stage"] = run.Stage,
        ["step"] = run.Step,
        ["total_steps"] = run.TotalSteps,
        ["loss"] = run.Loss is { } loss && double.IsFinite(loss) ? loss : null,
        ["age_seconds"] = Math.Round(run.Age.TotalSeconds, 1),
    };

    private static string Ago(TimeSpan age) => age.TotalSeconds switch
    {
        < 90 => $"{age.TotalSeconds:0} s ago",
        < 90 * 60 => $"{age.TotalMinutes:0} min ago",
        < 36 * 3600 => $"{age.TotalHours:0} h ago",
        _ => $"{age.TotalDays:0} days ago",
    };
}
