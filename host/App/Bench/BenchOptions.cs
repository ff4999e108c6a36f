// What `pluginhost bench` takes.
using System.CommandLine;

namespace PluginHost.App;

/// <summary>The arguments and options of <c>pluginhost bench</c>.</summary>
internal sealed record BenchOptions
{
    private static readonly string[] Parts = ["gpt", "gpt-large", "operators", "adamw", "memory", "checkpoint", "start", "parallel", "reload"];

    /// <summary>What is measured, of the parts that there are.</summary>
    public required IReadOnlyList<string> Measured { get; init; }

    /// <summary>Whether the last line of the output is one JSON object, and all else goes to the error stream.</summary>
    public bool Json { get; init; }

    /// <summary>Whether to measure briefly, which says whether it works and little about speed.</summary>
    public bool Quick { get; init; }

    /// <summary>The text that the GPT is trained on; null for the checkout's own sources.</summary>
    public string? Data { get; init; }

    /// <summary>The command with its arguments and options.</summary>
    public static Command Command(Checkout checkout)
    {
        var part = new Argument<string[]>("PART") { Description = "gpt, gpt-large, operators, adamw, memory, checkpoint, start, parallel or reload [default: all].", Arity = ArgumentArity.ZeroOrMore };
        part.AcceptOnlyFromAmong(Parts);
        var json = new Option<bool>("--json") { Description = "Print one JSON object as the last line; progress goes to stderr." };
        var quick = new Option<bool>("--quick") { Description = "Measure briefly; the figures scatter more." };
        var data = new Option<string?>("--data") { Description = "A text to train on [default: the checkout's sources].", HelpName = "file" };
        var command = new Command("bench", "Measure speed and memory beside plain PyTorch on this machine.") { part, json, quick, data, ProfileOptions.Command(checkout) };
        command.SetAction((parsed, stop) => new BenchCommand(checkout, new BenchOptions
        {
            Measured = parsed.GetValue(part) is { Length: > 0 } named ? named : Parts,
            Json = parsed.GetValue(json),
            Quick = parsed.GetValue(quick),
            Data = parsed.GetValue(data),
        }).Execute());
        return command;
    }
}
