// What `pluginhost runs` takes.
using System.CommandLine;

namespace PluginHost.App;

/// <summary>The options of <c>pluginhost runs</c>.</summary>
internal static class RunsOptions
{
    /// <summary>The command; alone and with <c>list</c> it lists.</summary>
    public static Command Command(Checkout checkout)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object.", Recursive = true };
        var runs = new Option<string>("--runs-dir") { Description = "Where runs are kept.", HelpName = "dir", DefaultValueFactory = _ => "runs", Recursive = true };
        var list = new Command("list", "Every run, the last first, and how it stands.");
        var command = new Command("runs", "List runs: how each stands, its stage, step and loss.") { json, runs, list };
        foreach (var more in RecordCommands.All(runs, json)) command.Add(more);
        foreach (var one in new[] { command, list })
            one.SetAction(parsed => new RunsCommand(checkout, parsed.GetValue(runs)!, parsed.GetValue(json)).Execute());
        return command;
    }
}
