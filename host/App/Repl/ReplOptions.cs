// What `pluginhost repl` takes.
using System.CommandLine;

namespace PluginHost.App;

/// <summary>The argument and options of <c>pluginhost repl</c>.</summary>
internal static class ReplOptions
{
    /// <summary>The command.</summary>
    public static Command Command(Checkout checkout)
    {
        var run = new Argument<string?>("RUN") { Description = "A run's folder, the beginning of its name, or \"last\". Without it: the one run that is at work.", Arity = ArgumentArity.ZeroOrOne };
        var code = new Option<string[]>("--eval") { Description = "Evaluate this and leave; may be given several times.", HelpName = "C#" };
        var limit = new Option<double>("--limit") { Description = "How long a line may take before it is cut off.", HelpName = "seconds", DefaultValueFactory = _ => WorkerConsole.Limit.TotalSeconds };
        limit.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<double>() is not (> 0 and < 1e6)) result.AddError($"--limit {result.Tokens[0].Value}: expected a number of seconds above 0.");
        });
        var json = new Option<bool>("--json") { Description = "Print each line's answer as one JSON object." };
        var runs = new Option<string>("--runs-dir") { Description = "Where runs are kept.", HelpName = "dir", DefaultValueFactory = _ => "runs" };
        var command = new Command("repl", "A C# console into a run that is at work: look at it and change it between two steps.") { run, code, limit, json, runs };
        command.SetAction(parsed => new ReplCommand(checkout, parsed.GetValue(run), parsed.GetValue(runs)!, TimeSpan.FromSeconds(parsed.GetValue(limit)), parsed.GetValue(json)).Execute(parsed.GetValue(code) ?? []));
        return command;
    }
}
