// The gradients and losses of a step, over all ranks.
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.Engine;

/// <summary>
/// Sums the gradients of a step over all ranks, in buckets that leave during the last backward pass, and divides by the weight of the whole
/// batch; with them come the loss, the items and the objective's figures of all.
/// </summary>
/// <param name="ranks">The ranks.</param>
/// <param name="parameters">What is trained.</param>
internal sealed class GradientExchange(Ranks ranks, Parameter[] parameters) : IDisposable
{
    private readonly torch.distributed.GradientReducer _reducer = new(parameters);
    private bool _overlap = true;

    /// <summary>How many buckets there are, and how many of the last step's left while its backward still ran.</summary>
    public (int All, int Early) Buckets => (_reducer.Buckets, _reducer.Early);

    /// <summary>Called before the backward pass after which gradients are complete.</summary>
    /// <param name="overlap">Whether they are complete as they come; not where replicas' are still to be added.</param>
    public void Begin(bool overlap) => _reducer.Begin(overlap && _overlap);

    /// <summary>Makes the gradients those of the whole batch.</summary>
    /// <param name="loss">The sum of this rank's losses, times their weights.</param>
    /// <param name="weight">The sum of their weights.</param>
    /// <param name="items">What this rank's part of the batch counts.</param>
    /// <param name="figures">The objective's own figures, times the weights.</param>
    public Totals End(double loss, double weight, double items, IReadOnlyDictionary<string, double> figures)
    {
        var late = _reducer.Rest();
        var names = figures.Keys.Order(StringComparer.Ordinal).ToArray();
        var all = ranks.Gather(loss, weight, items, late ? 1 : 0, Hash(names));
        ranks.Await(_reducer.TryWait, "gradients");
        if (all.Any(one => one[3] != 0))
        {
            // Weights that several recomputed segments share get their gradients in parts, which no rank can know beforehand.
            _overlap = false;
            _reducer.Begin(overlap: false);
            _reducer.Rest();
            ranks.Await(_reducer.TryWait, "gradients");
        }

        var whole = all.Sum(one => one[1]);
        _reducer.Write(whole);
        return new Totals(all.Sum(one => one[0]) / whole, (long)all.Sum(one => one[2]), Figures(names, figures, all, whole));
    }

    public void Dispose() => _reducer.Dispose();

    // Where ranks have other figures in a step, there is no mean over all, and each keeps its own.
    private Dictionary<string, double> Figures(string[] names, IReadOnlyDictionary<string, double> own, double[][] all, double whole)
    {
        if (names.Length == 0 || all.Any(one => one[4] != all[0][4])) return own.ToDictionary(pair => pair.Key, pair => pair.Value / all[ranks.Rank][1]);
        var sums = ranks.Gather([.. names.Select(name => own[name])]);
        return names.Select((name, i) => (name, sums.Sum(one => one[i]) / whole)).ToDictionary(pair => pair.name, pair => pair.Item2, StringComparer.Ordinal);
    }

    // Whole numbers below 2^52 are exact in a float64.
    private static double Hash(string[] names) => Seeds.Derive(names.Length, string.Join('\n', names)) & ((1L << 52) - 1);

    /// <summary>What the step came to over all ranks.</summary>
    internal readonly record struct Totals(double Loss, long Items, IReadOnlyDictionary<string, double> Figures);
}
