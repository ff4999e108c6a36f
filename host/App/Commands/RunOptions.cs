// What `pluginhost run` takes.
using System.CommandLine;
using System.Globalization;

namespace PluginHost.App;

/// <summary>The arguments and options of <c>pluginhost run</c>.</summary>
internal sealed record RunOptions
{
    /// <summary>The script; null when a run is gone on with.</summary>
    public string? Script { get; init; }

    /// <summary>Values that the recipe asks for by name.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Whether the last line of the output is one JSON object, and all else goes to the error stream.</summary>
    public bool Json { get; init; }

    /// <summary>The device in place of the recipe's own.</summary>
    public string? Device { get; init; }

    /// <summary>torch's threads; null measures.</summary>
    public int? Threads { get; init; }

    /// <summary>Processes that train together on this machine; null for one, or as many as the run that is gone on with had.</summary>
    public int? Processes { get; init; }

    /// <summary>The run's name; null for the script's.</summary>
    public string? Name { get; init; }

    /// <summary>The folder of the runs.</summary>
    public string RunsDirectory { get; init; } = "runs";

    /// <summary>Whether a recipe from outside the checkout is run without asking.</summary>
    public bool Trust { get; init; }

    /// <summary>Whether the command returns at once and leaves the run to itself.</summary>
    public bool Detach { get; init; }

    /// <summary>The run to go on with: its folder, or "last".</summary>
    public string? Resume { get; init; }

    /// <summary>The run to repeat: its folder, or "last".</summary>
    public string? From { get; init; }

    /// <summary>How often in a row a worker that died is followed by another; null for the default.</summary>
    public int? Restarts { get; init; }

    /// <summary>After what time without a finished step it is reported where the run hangs; zero for never, null for the default.</summary>
    public TimeSpan? StallAfter { get; init; }

    /// <summary>Whether rebuilt plugins and a changed recipe are taken over while the run is at work.</summary>
    public bool Watch { get; init; }

    /// <summary>Whether stack traces are shown.</summary>
    public bool Debug { get; init; }

    /// <summary>The command with its arguments and options.</summary>
    public static Command Command(Option<bool> debug, Func<RunOptions, int> run)
    {
        var script = new Argument<string?>("SCRIPT") { Description = "The recipe: a C# script (.csx).", Arity = ArgumentArity.ZeroOrOne };
        var set = new Option<string[]>("--set") { Description = "A value for a setting of the recipe; may be given several times.", HelpName = "name=value", DefaultValueFactory = _ => [] };
        var json = new Option<bool>("--json") { Description = "Print one JSON object as the last line; progress goes to stderr." };
        var device = new Option<string?>("--device") { Description = "auto, cpu, cuda or cuda:N, in place of the recipe's.", HelpName = "device" };
        var threads = new Option<string?>("--threads") { Description = "torch's threads [default: measured].", HelpName = "N" };
        var processes = new Option<string?>("--nproc") { Description = "Processes on this machine that share each batch [default: 1].", HelpName = "N" };
        var name = new Option<string?>("--name") { Description = "The run's name [default: the script's].", HelpName = "name" };
        var runs = new Option<string>("--runs-dir") { Description = "Where runs are kept.", HelpName = "dir", DefaultValueFactory = _ => "runs" };
        var trust = new Option<bool>("--trust") { Description = "Run a recipe from outside the checkout without asking." };
        var detach = new Option<bool>("--detach") { Description = "Start the run and return; it goes on by itself." };
        var resume = new Option<string?>("--resume") { Description = "Go on with a run that was stopped: its folder, or \"last\".", HelpName = "run|last" };
        var from = new Option<string?>("--from") { Description = "Repeat a run with the recipe, settings, seeds and cores that it had: its folder, or \"last\".", HelpName = "run|last" };
        var restarts = new Option<string?>("--restarts") { Description = "How often in a row a worker that crashed is started again [default: 3].", HelpName = "N" };
        var stall = new Option<string?>("--stall-after") { Description = "Report where the run hangs after a time without a finished step; 0 never [default: 5m].", HelpName = "time" };
        var watch = new Option<bool>("--watch") { Description = "Take over plugins that are rebuilt, and values that the recipe changes, while the run is at work." };
        var command = new Command("run", "Run a recipe, or go on with a run.") { script, set, json, device, threads, processes, name, runs, trust, detach, watch, resume, from, restarts, stall };
        command.SetAction(parsed => run(new RunOptions
        {
            Script = parsed.GetValue(script),
            Settings = parsed.GetValue(set) ?? [],
            Json = parsed.GetValue(json),
            Device = parsed.GetValue(device),
            Threads = Count(parsed.GetValue(threads), "--threads", Math.Min(1024, Environment.ProcessorCount * 4)),
            Processes = Count(parsed.GetValue(processes), "--nproc", Math.Max(8, Environment.ProcessorCount * 4)),
            Name = parsed.GetValue(name),
            RunsDirectory = parsed.GetValue(runs)!,
            Trust = parsed.GetValue(trust),
            Detach = parsed.GetValue(detach),
            Resume = parsed.GetValue(resume),
            From = parsed.GetValue(from),
            Restarts = Often(parsed.GetValue(restarts)),
            StallAfter = Time("--stall-after", parsed.GetValue(stall), ", or 0 for never"),
            Watch = parsed.GetValue(watch),
            Debug = parsed.GetValue(debug),
        }));
        return command;
    }

    private static int? Often(string? restarts)
    {
        if (restarts is null) return null;
        return int.TryParse(restarts, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
            : throw new RecipeException($"--restarts {restarts}: expected a whole number from 0 on.");
    }

    /// <summary>Reads a time, as in 90s, 5m or 1h; null for null.</summary>
    /// <param name="option">The option that it was given to.</param>
    /// <param name="text">What was given.</param>
    /// <param name="zero">What is said of 0 beside the other forms; empty where 0 is none.</param>
    internal static TimeSpan? Time(string option, string? text, string zero = "")
    {
        if (text is null) return null;
        var unit = text.Length > 0 ? text[^1] : ' ';
        var seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        return double.TryParse(seconds == 0 ? text : text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * Math.Max(1, seconds) <= 1e6 && (number > 0 || zero.Length > 0)
            ? TimeSpan.FromSeconds(number * Math.Max(1, seconds))
            : throw new RecipeException($"{option} {text}: expected a time, as in 90s, 5m or 1h{zero}.");
    }

    // Read here and not by the parser, whose code for optional numbers is compiled at run time, on the way to the first step.
    // Most, because libtorch starts as many threads as it is told to, and thousands take minutes.
    private static int? Count(string? given, string option, int most)
    {
        if (given is null) return null;
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most
            ? count
            : throw new RecipeException($"{option} {given}: expected a whole number from 1 to {most} (this machine has {Environment.ProcessorCount} processors).");
    }
}
