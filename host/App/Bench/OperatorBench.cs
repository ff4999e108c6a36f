// What one call of a small operator costs, here and in Python.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.App;

/// <summary>Nanoseconds a call of add and matmul over 8x8 tensors; the ratio says how many times as fast ours is.</summary>
/// <param name="peer">What it is compared with; null for nothing.</param>
/// <param name="quick">Whether to measure briefly.</param>
internal sealed class OperatorBench(Peer? peer, bool quick)
{
    private const int Side = 8;
    private readonly int _calls = quick ? 10_000 : 50_000;

    /// <summary>Measures.</summary>
    public async Task<JsonObject> Measure(CancellationToken stop)
    {
        Dictionary<string, double> ours = [], theirs = [];
        for (var round = 0; round < (quick ? 2 : 5); round++)
        {
            foreach (var (name, time) in Ours()) Keep(ours, name, time);
            if (peer is null) continue;
            foreach (var (name, time) in await peer.Run(null, stop, "operators", _calls.ToString(CultureInfo.InvariantCulture))) Keep(theirs, name, time!.GetValue<double>());
        }

        return new JsonObject(ours.Select(pair =>
            KeyValuePair.Create(pair.Key + "_ns", (JsonNode?)Figure.Of(pair.Value, theirs.TryGetValue(pair.Key, out var time) ? time : null, inverse: true))));
    }

    // The least of all rounds is the one that was least disturbed.
    private static void Keep(Dictionary<string, double> times, string name, double time) => times[name] = Math.Min(time, times.GetValueOrDefault(name, double.PositiveInfinity));

    private IEnumerable<(string Name, double Time)> Ours()
    {
        torch.set_num_threads(1);
        foreach (var grad in new[] { false, true })
        {
            using var a = torch.rand([Side, Side], requires_grad: grad);
            using var b = torch.rand([Side, Side]);
            yield return (grad ? "add_grad" : "add", TimeOf(() => a + b));
            yield return (grad ? "matmul_grad" : "matmul", TimeOf(() => torch.matmul(a, b)));
        }
    }

    private double TimeOf(Func<torch.Tensor> call)
    {
        for (var i = 0; i < _calls / 10; i++) call().Dispose();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < _calls; i++) call().Dispose();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / _calls;
    }
}
