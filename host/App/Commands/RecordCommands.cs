// The commands below `runs` that work on what a run leaves behind: compare and reindex.
using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Engine;

namespace PluginHost.App;

/// <summary>The commands <c>runs compare</c> and <c>runs reindex</c>.</summary>
internal static class RecordCommands
{
    /// <summary>The commands.</summary>
    /// <param name="runs">The folder of the runs, an option of the command above.</param>
    /// <param name="json">Whether to print JSON, an option of the command above.</param>
    public static IEnumerable<Command> All(Option<string> runs, Option<bool> json)
    {
        var named = new Argument<string[]>("RUN") { Description = "Runs: folders, beginnings of names, or \"last\".", Arity = ArgumentArity.OneOrMore };
        var compare = new Command("compare", "In what runs differ (settings, plugins, data, host …), and their figures side by side.") { named };
        compare.SetAction(parsed => new CompareCommand(parsed.GetValue(runs)!, parsed.GetValue(named) ?? [], parsed.GetValue(json)).Execute());
        yield return compare;

        var one = new Argument<string>("RUN") { Description = "A run: its folder, the beginning of its name, or \"last\"." };
        var reindex = new Command("reindex", "Brings a run's run.sqlite up to date from its events, or makes it anew.") { one };
        reindex.SetAction(parsed => Reindex(RunFolder.Existing(parsed.GetValue(runs)!, parsed.GetValue(one)!, "runs reindex"), parsed.GetValue(json)));
        yield return reindex;
    }

    private static int Reindex(string folder, bool json)
    {
        var lines = RunIndex.CatchUp(folder, Console.Error.WriteLine);
        Console.Out.WriteLine(json
            ? new JsonObject { ["run_dir"] = folder, ["lines"] = lines }.ToJsonString()
            : $"{ShownPath.Of(folder)}: {(lines == 0 ? "nothing was missing" : $"{lines} line{(lines == 1 ? "" : "s")} of events taken into run.sqlite")}.");
        return 0;
    }
}
