// What checkpoints cost: the same training with one every 50 steps and with none.
using System.Globalization;
using System.Text.Json.Nodes;

namespace PluginHost.App;

/// <summary>Wall-clock seconds of a training that saves every 50 steps, the last flush included, by those of one that never saves.</summary>
/// <param name="checkout">Where things are.</param>
/// <param name="folder">A folder for runs.</param>
/// <param name="text">The text.</param>
/// <param name="quick">Whether to measure briefly.</param>
internal sealed class CheckpointBench(Checkout checkout, string folder, string text, bool quick)
{
    private const int Every = 50;

    /// <summary>Measures in turns, so that a neighbour's burst of work hits both.</summary>
    public async Task<JsonObject> Measure(CancellationToken stop)
    {
        var steps = quick ? 200 : 600;
        List<double> without = [], with = [], ratios = [];
        for (var round = 0; round < (quick ? 1 : 5); round++)
        {
            without.Add(await Seconds(steps, 0, stop));
            with.Add(await Seconds(steps, Every, stop));
            ratios.Add(with[^1] / without[^1]);
        }

        return new JsonObject
        {
            ["never_s"] = Figure.Of(Figure.Median(without), null),
            ["every_50_steps_s"] = Figure.Of(Figure.Median(with), null),
            ["cost"] = Figure.Of(Figure.Median(ratios), null),
        };
    }

    private async Task<double> Seconds(int steps, int every, CancellationToken stop)
    {
        var settings = new Dictionary<string, string> { ["save"] = every.ToString(CultureInfo.InvariantCulture) };
        return (await new GptRun(checkout, folder, text).Measure(GptSize.Small, steps, 25, null, stop, settings))["wall_s"]!.GetValue<double>();
    }
}
