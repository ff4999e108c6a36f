// One step of AdamW over many small tensors, here and in Python.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.App;

/// <summary>Microseconds a step of AdamW over 500 tensors of 1,000 elements, beside Python's default and its foreach form.</summary>
/// <param name="peer">What it is compared with; null for nothing.</param>
/// <param name="quick">Whether to measure briefly.</param>
internal sealed class AdamWBench(Peer? peer, bool quick)
{
    private const int Tensors = 500, Elements = 1000;
    private readonly int _steps = quick ? 20 : 100;

    /// <summary>Measures.</summary>
    public async Task<JsonObject> Measure(CancellationToken stop)
    {
        double ours = double.PositiveInfinity, theirs = double.PositiveInfinity, lists = double.PositiveInfinity;
        for (var round = 0; round < (quick ? 2 : 5); round++)
        {
            ours = Math.Min(ours, Ours());
            if (peer is null) continue;
            var found = await peer.Run(null, stop, "adamw", _steps.ToString(CultureInfo.InvariantCulture));
            theirs = Math.Min(theirs, found["step"]!.GetValue<double>());
            lists = Math.Min(lists, found["step_foreach"]!.GetValue<double>());
        }

        return new JsonObject
        {
            ["step_us"] = Figure.Of(ours, peer is null ? null : theirs, inverse: true),
            ["step_us_foreach"] = Figure.Of(ours, peer is null ? null : lists, inverse: true),
        };
    }

    private double Ours()
    {
        torch.set_num_threads(1);
        torch.manual_seed(1);
        var parameters = Enumerable.Range(0, Tensors).Select(_ => new Parameter(torch.randn(Elements))).ToList();
        foreach (var parameter in parameters) parameter.grad = torch.randn(Elements);
        using var optimizer = torch.optim.AdamW(parameters);
        for (var i = 0; i < 3; i++) optimizer.step();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < _steps; i++) optimizer.step();
        var time = Stopwatch.GetElapsedTime(start).TotalMicroseconds / _steps;
        foreach (var parameter in parameters) parameter.Dispose();
        return time;
    }
}
