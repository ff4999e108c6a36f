// pluginhost runs: which runs there are, how they stand, and steering them.
using System.Text.Json.Nodes;
using PluginHost.Engine;
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
    public int List()
    {
        if (string.IsNullOrWhiteSpace(runs)) throw new RecipeException("--runs-dir has to name a folder, got an empty text.");
        if (File.Exists(runs)) throw new RecipeException($"--runs-dir {runs}: {Path.GetFullPath(runs)} is a file, and runs are kept in a folder.");
        var listed = RunFolder.All(runs).Select(ListedRun.Of).ToList();
        if (json)
        {
            Console.Out.WriteLine(new JsonObject { ["runs"] = new JsonArray([.. listed.Select(run => run.ToJson())]) }.ToJsonString());
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
            table.AddRow(Screen.Cell(run.Name), Screen.Cell(run.Standing), Screen.Cell(run.Stage is { } stage ? $"{stage.Number} {stage.Name}" : "-"), Screen.Cell(Steps(run)),
                Screen.Cell(run.Stage?.Loss is { } loss ? Figures.Value(loss) : "-"), Screen.Cell(Ago(run.Age)));
        var console = Screen.Output();
        console.Write(table);
        console.Write(new Text($"To watch one, or see how it ended: {checkout.Program} attach RUN   To go on with one: {checkout.Program} run --resume RUN\n"));
        return 0;
    }

    /// <summary>Shows how one run stands: its state, stages, live values, and why it ended.</summary>
    public int Show(string named)
    {
        var folder = RunFolder.Existing(runs, named, "runs show");
        var run = ListedRun.Of(folder);
        var values = ControlClient.Ask(folder, "GET", "/values")?.Body["values"] as JsonArray;
        if (json)
        {
            var tree = run.ToJson();
            tree["message"] = run.State.Message;
            tree["supervisor"] = Worker.SupervisorOf(folder);
            tree["checkpoint"] = run.Stage?.Checkpoint;
            tree["values"] = values?.DeepClone();
            tree["summary"] = run.State.Summary?.DeepClone() ?? RunSummary.Of(folder).ToJson(run.State.Status, folder, run.State.Message);
            Console.Out.WriteLine(tree.ToJsonString());
            return 0;
        }

        var table = Screen.Table("", "");
        table.HideHeaders();
        void Row(string name, string? text)
        {
            if (text is not null) table.AddRow(Screen.Cell(name), Screen.Cell(text));
        }

        Row("run", folder);
        Row("recipe", run.State.Recipe);
        Row("state", run.Standing + (run.Process is { } process ? $", process {process}" : ""));
        Row("last event", Ago(run.Age));
        foreach (var stage in run.State.Stages)
            Row($"stage {stage.Number}", $"{stage.Name}: {(stage.IsDone ? "done, " : "")}step {Figures.Whole(stage.Step)} of {Figures.Whole(stage.TotalSteps)}"
                + (stage.Loss is { } loss ? $", loss {Figures.Value(loss)}" : "") + (stage.CheckpointStep is { } saved ? $", saved at step {Figures.Whole(saved)}" : ""));
        foreach (var value in values ?? []) Row("value", $"{value!["name"]} = {value["value"]?.ToJsonString() ?? "none"}   {value["what"]}");
        foreach (var message in run.State.Messages.Where(message => message.IsWarning).TakeLast(3)) Row("warning", message.Text);
        Row("ended", run.State.Message);
        foreach (var (name, value) in ProvenanceText.Of(folder)) Row(name, value);
        Screen.Output().Write(table);
        return 0;
    }

    /// <summary>Does the same with each of several runs; one that refuses does not keep it from the others.</summary>
    /// <param name="what">The command's name.</param>
    /// <param name="named">The runs.</param>
    /// <param name="act">What is done with a run's folder; gives what is said of it.</param>
    public int Each(string what, IReadOnlyList<string> named, Func<string, string> act)
    {
        var answers = new JsonArray();
        var code = 0;
        foreach (var one in named)
        {
            string? folder = null, message;
            var done = true;
            try
            {
                folder = RunFolder.Existing(runs, one, "runs " + what);
                message = act(folder);
            }
            catch (PluginHostException refused)
            {
                (message, done, code) = (refused.Message, false, Math.Max(code, refused.ExitCode));
            }

            answers.Add(new JsonObject { ["run"] = one, ["run_dir"] = folder, ["done"] = done, ["message"] = message });
            if (json) continue;
            if (done) Console.Out.WriteLine($"{Path.GetFileName(folder)}: {message}");
            else Console.Error.WriteLine(message);
        }

        if (json) Console.Out.WriteLine(new JsonObject { ["runs"] = answers }.ToJsonString());
        return code;
    }

    private static string Steps(ListedRun run) => run.Stage is { TotalSteps: > 0 } stage ? $"{Figures.Whole(stage.Step)}/{Figures.Whole(stage.TotalSteps)}" : "-";

    private static string Ago(TimeSpan age) => age.TotalSeconds switch
    {
        < 90 => $"{age.TotalSeconds:0} s ago",
        < 90 * 60 => $"{age.TotalMinutes:0} min ago",
        < 36 * 3600 => $"{age.TotalHours:0} h ago",
        _ => $"{age.TotalDays:0} days ago",
    };
}
