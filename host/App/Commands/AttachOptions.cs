// What `pluginhost attach` takes.
using System.CommandLine;

namespace PluginHost.App;

/// <summary>The argument and options of <c>pluginhost attach</c>.</summary>
internal static class AttachOptions
{
    /// <summary>The command.</summary>
    public static Command Command(Checkout checkout, Option<bool> debug)
    {
        var run = new Argument<string>("RUN") { Description = "A run's folder, the beginning of its name, or \"last\"." };
        var runs = new Option<string>("--runs-dir") { Description = "Where runs are kept.", HelpName = "dir", DefaultValueFactory = _ => "runs" };
        var command = new Command("attach", "Watch a run that is at work, or see how one ended.") { run, runs };
        command.SetAction(parsed => new AttachCommand(checkout, parsed.GetValue(run)!, parsed.GetValue(runs)!, parsed.GetValue(debug)).Execute());
        return command;
    }
}
