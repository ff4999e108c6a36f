// pluginhost bench profile RECIPE: where the time of a recipe's training steps goes.
using System.Text.Json.Nodes;
using PluginHost.Engine;

namespace PluginHost.App;

/// <summary>Runs a recipe until enough steps of its first training stage are timed.</summary>
/// <param name="checkout">Where things are.</param>
/// <param name="recipe">The script.</param>
/// <param name="settings">What <c>--set</c> gave.</param>
/// <param name="steps">How many steps are timed.</param>
internal sealed class ProfileBench(Checkout checkout, string recipe, IReadOnlyDictionary<string, string> settings, int steps)
{
    /// <summary>Measures.</summary>
    /// <param name="folder">A folder for the run.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>What <c>profile.json</c> holds.</returns>
    public async Task<JsonObject> Measure(string folder, CancellationToken stop)
    {
        var run = RunFolder.Create(folder, "profile");
        new RunRequest
        {
            Name = Path.GetFileNameWithoutExtension(recipe),
            Recipe = recipe,
            BaseDirectory = Environment.CurrentDirectory,
            Home = checkout.Home,
            RunDirectory = run,
            Settings = settings,
            ProfileSteps = steps,
        }.Save();
        var file = Path.Join(run, RunRequest.ProfileFile);
        try
        {
            await Child.Run([Environment.ProcessPath!, "worker", run], null, stop);
        }
        catch (PluginHostException failure)
        {
            // A worker that has timed enough stops as at Ctrl-C.
            if (!File.Exists(file))
                throw RunRecord.ReadAll(run).OfType<RunEnded>().LastOrDefault()?.Message is { } message ? new PluginHostException(message, failure) : failure;
        }

        return File.Exists(file)
            ? JsonFiles.Read(file)
            : throw new PluginHostException($"{recipe} made fewer than {steps + 10} training steps in one stage: 10 warm up, {steps} are timed. Take a smaller --steps.");
    }
}
