// What `pluginhost runs` takes.
using System.CommandLine;

namespace PluginHost.App;

/// <summary>The commands and options of <c>pluginhost runs</c>.</summary>
internal static class RunsOptions
{
    private const string RunText = "A run's folder, the beginning of its name, or \"last\".";

    /// <summary>The command; alone and with <c>list</c> it lists.</summary>
    public static Command Command(Checkout checkout)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object.", Recursive = true };
        var runs = new Option<string>("--runs-dir") { Description = "Where runs are kept.", HelpName = "dir", DefaultValueFactory = _ => "runs", Recursive = true };
        RunsCommand Of(ParseResult parsed) => new(checkout, parsed.GetValue(runs)!, parsed.GetValue(json));
        var steering = new RunsSteering(checkout);

        var list = new Command("list", "Every run, the last first, and how it stands.");
        var command = new Command("runs", "List runs, show how one stands, and steer those at work.") { json, runs, list };
        foreach (var more in RecordCommands.All(runs, json)) command.Add(more);
        foreach (var one in new[] { command, list }) one.SetAction(parsed => Of(parsed).List());

        var shown = new Argument<string>("RUN") { Description = RunText };
        var show = new Command("show", "How one run stands: stages, live values, why it ended.") { shown };
        show.SetAction(parsed => Of(parsed).Show(parsed.GetValue(shown)!));
        command.Add(show);

        command.Add(Each("stop", "Stop after the step that is being made, and save.", Of, steering.Stop));
        command.Add(Each("pause", "Pause before the next step.", Of, run => steering.Ask(run, "pause")));
        command.Add(Each("resume", "Go on after a pause. (A run that was stopped goes on with `run --resume`.)", Of, run => steering.Ask(run, "resume")));
        command.Add(Each("checkpoint", "Save a checkpoint after the step that is being made.", Of, run => steering.Ask(run, "checkpoint")));

        var target = new Argument<string>("RUN") { Description = RunText };
        var assignments = new Argument<string[]>("name=value") { Description = "A live value, as in learning-rate=1e-4; `runs show` lists them.", Arity = ArgumentArity.OneOrMore };
        var set = new Command("set", "Change values of a run that is at work.") { target, assignments };
        set.SetAction(parsed => parsed.GetValue(assignments)!.Max(assignment => Of(parsed).Each("set", [parsed.GetValue(target)!], run => steering.Set(run, assignment))));
        command.Add(set);

        var reloaded = new Argument<string>("RUN") { Description = RunText };
        var plugins = new Argument<string[]>("PLUGIN") { Description = "A plugin, or something that it provides [default: all that were rebuilt].", Arity = ArgumentArity.ZeroOrMore };
        var reload = new Command("reload", "Take over rebuilt plugins between two steps of a run that is at work.") { reloaded, plugins };
        reload.SetAction(parsed => (parsed.GetValue(plugins) is { Length: > 0 } given ? given : new string?[] { null }).Max(plugin =>
            Of(parsed).Each("reload", [parsed.GetValue(reloaded)!], run => steering.Reload(run, plugin))));
        command.Add(reload);

        var force = new Option<bool>("--force") { Description = "End a run that is at work first; what it had not saved is lost." };
        var removed = Several();
        var remove = new Command("rm", "Remove runs with everything in their folders.") { removed, force };
        remove.SetAction(parsed => Of(parsed).Each("rm", parsed.GetValue(removed)!, run => steering.Remove(run, parsed.GetValue(force))));
        command.Add(remove);
        return command;
    }

    private static Command Each(string name, string description, Func<ParseResult, RunsCommand> of, Func<string, string> act)
    {
        var named = Several();
        var command = new Command(name, description) { named };
        command.SetAction(parsed => of(parsed).Each(name, parsed.GetValue(named)!, act));
        return command;
    }

    private static Argument<string[]> Several() => new("RUN") { Description = RunText, Arity = ArgumentArity.OneOrMore };
}
