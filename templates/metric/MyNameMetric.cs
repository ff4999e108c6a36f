// Top-k accuracy.
namespace MyNamePlugin;

/// <summary>The share of rows or positions whose label is among the k largest logits; labels of -100 do not count.</summary>
public sealed class MyNameMetric(MyNameOptions options) : Metric
{
    // Sums, so that what several processes gathered can be added up.
    private double _hits, _counted;

    public override IReadOnlyList<string> Reads => [Fields.Logits, Fields.Labels];

    public override void Reset() => (_hits, _counted) = (0, 0);

    public override void Update(TensorMap values)
    {
        var (logits, labels) = (values[Fields.Logits], values[Fields.Labels]);
        var counted = labels.ne(-100);
        var (_, best) = logits.topk((int)Math.Min(options.K, logits.size(-1)), dim: -1);
        _hits += best.eq(labels.unsqueeze(-1)).any(-1).logical_and(counted).sum().ToDouble();
        _counted += counted.sum().ToDouble();
    }

    public override IReadOnlyDictionary<string, double> Compute() => new Dictionary<string, double> { ["my-name"] = _hits / _counted };

    public override void Save(StateWriter state) => state.Write("counts", tensor(new[] { _hits, _counted }));

    public override void Load(StateReader state)
    {
        var counts = state.Tensor("counts").to(float64).cpu().ToArray<double>();
        (_hits, _counted) = (counts[0], counts[1]);
    }
}
