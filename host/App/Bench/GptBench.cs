// A GPT pretrained here and by the peer, in turns.
using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Engine;

namespace PluginHost.App;

/// <summary>
/// A GPT trained by scripts/bench/gpt.csx, whose threads the engine chooses as for any run, and by peer.py at the setting of torch's and
/// OpenBLAS's threads that is best for it. In the rounds that count the peer starts from our weights and reads our rows, so that the losses
/// say whether the two did the same work.
/// </summary>
/// <param name="size">The GPT.</param>
/// <param name="checkout">Where things are.</param>
/// <param name="peer">What it is compared with; null for nothing.</param>
/// <param name="folder">A folder for runs.</param>
/// <param name="text">The text.</param>
/// <param name="quick">Whether to measure briefly.</param>
/// <param name="say">Takes lines of progress.</param>
internal sealed class GptBench(GptSize size, Checkout checkout, Peer? peer, string folder, string text, bool quick, Action<string> say)
{
    private const int WarmUp = 10;

    // From the same weights and rows only rounding differs.
    private const double LossTolerance = 0.01;

    private readonly (int Steps, int Window) _trial = size.Slowness > 1 ? (WarmUp + 4, 4) : quick ? (20, 10) : (60, 25);
    private readonly (int Steps, int Window) _round = size.Slowness > 1 ? (WarmUp + (quick ? 6 : 18), 6) : quick ? (70, 20) : (210, 25);

    private sealed record Result(double Rate, double Loss, double Memory, string? Parallelism);

    /// <summary>Measures.</summary>
    public async Task<JsonObject> Measure(CancellationToken stop)
    {
        // The first run measures how to use the cores, which is not part of what is compared.
        var chosen = await Ours(_trial, null, stop);
        var peersBest = peer is null ? null : await Best(stop);
        List<Result> ours = [], theirs = [];
        // In turns, so that whatever else the machine does hits both.
        for (var round = 0; round < (quick ? 1 : 3); round++)
        {
            ours.Add(await Ours(_round, peersBest is null ? null : folder, stop));
            if (peersBest is not null) theirs.Add(await Theirs(peersBest, _round, folder, stop));
            say($"round {round + 1}: {ours[^1].Rate:0.00} steps/s{(theirs.Count > 0 ? $", PyTorch {theirs[^1].Rate:0.00}" : "")}");
        }

        CheckLosses(ours, theirs);
        return new JsonObject
        {
            ["steps_per_s"] = Compare(result => result.Rate),
            ["loss"] = Compare(result => result.Loss),
            ["peak_rss_mib"] = Compare(result => result.Memory),
            ["threads"] = new JsonObject { ["ours"] = chosen.Parallelism, ["peer"] = peersBest?.ToString() },
        };

        JsonObject Compare(Func<Result, double> figure) => Figure.Of(Figure.Median(ours.Select(figure)), theirs.Count == 0 ? null : Figure.Median(theirs.Select(figure)));
    }

    private async Task<ThreadSetting> Best(CancellationToken stop)
    {
        ThreadSetting? best = null;
        double rate = 0;
        foreach (var setting in ThreadSetting.All())
        {
            var result = await Theirs(setting, _trial, null, stop);
            say($"PyTorch, {setting}: {result.Rate:0.00} steps/s");
            if (best is null || result.Rate > rate) (best, rate) = (setting, result.Rate);
        }

        return best!;
    }

    private async Task<Result> Ours((int Steps, int Window) work, string? record, CancellationToken stop) =>
        Read(await new GptRun(checkout, folder, text).Measure(size, work.Steps, work.Window, record, stop));

    private async Task<Result> Theirs(ThreadSetting threads, (int Steps, int Window) work, string? record, CancellationToken stop)
    {
        string[] arguments = ["gpt", text, Text(work.Steps), Text(work.Window), Text(threads.Torch), size.Argument];
        return Read(await peer!.Run(threads, stop, record is null ? arguments : [.. arguments, record]));
    }

    private static void CheckLosses(List<Result> ours, List<Result> theirs)
    {
        foreach (var (mine, other) in ours.Zip(theirs))
            if (!(Math.Abs(mine.Loss - other.Loss) <= LossTolerance * other.Loss))
                throw new PluginHostException(string.Create(CultureInfo.InvariantCulture,
                    $"The losses are {mine.Loss:0.####} and {other.Loss:0.####} (PyTorch) after the same rows from the same weights: the two did not do the same work, so their speeds are no comparison."));
    }

    private static Result Read(JsonObject figures) =>
        new(figures["steps_per_s"]!.GetValue<double>(), figures["loss"]!.GetValue<double>(), figures["peak_rss_mib"]!.GetValue<double>(), figures["parallelism"]?.GetValue<string>());

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
