// One run of scripts/bench/gpt.csx in a process of its own.
using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Engine;

namespace PluginHost.App;

/// <summary>Runs scripts/bench/gpt.csx.</summary>
/// <param name="checkout">Where things are.</param>
/// <param name="folder">A folder for runs.</param>
/// <param name="text">The text that it is trained on.</param>
internal sealed class GptRun(Checkout checkout, string folder, string text)
{
    /// <summary>Runs it to its end and gives what it reported.</summary>
    /// <param name="size">The GPT.</param>
    /// <param name="steps">Training steps.</param>
    /// <param name="window">Steps over which a rate is taken.</param>
    /// <param name="record">A folder for the first weights and the rows of every step; null for none.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="more">Settings besides.</param>
    public async Task<JsonObject> Measure(GptSize size, int steps, int window, string? record, CancellationToken stop, IReadOnlyDictionary<string, string>? more = null)
    {
        var run = RunFolder.Create(folder, "gpt");
        new RunRequest
        {
            Name = "gpt",
            Recipe = Path.Join(checkout.Home, "scripts", "bench", "gpt.csx"),
            BaseDirectory = folder,
            Home = checkout.Home,
            RunDirectory = run,
            Settings = new Dictionary<string, string>(size.Settings.Concat(more ?? new Dictionary<string, string>())) { ["data"] = text, ["steps"] = Text(steps), ["window"] = Text(window), ["record"] = record ?? "" },
            Device = "cpu",
        }.Save();
        try
        {
            // The worker itself and not `run`, whose worker would outlive an interrupted bench.
            await Child.Run([Environment.ProcessPath!, "worker", run], null, stop);
        }
        catch (PluginHostException failure)
        {
            throw RunRecord.ReadAll(run).OfType<RunEnded>().LastOrDefault()?.Message is { } message ? new PluginHostException(message, failure) : failure;
        }

        return RunRecord.ReadAll(run).OfType<RunEnded>().Last().Summary;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
