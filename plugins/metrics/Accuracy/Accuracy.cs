// The metric "accuracy": the share of positions whose label has the largest logit.
namespace PluginHost.Metrics;

/// <summary>The share of counted positions whose label has the largest logit; NaN over none.</summary>
internal sealed class Accuracy : Metric
{
    private readonly Sums _sums = new(2);

    public override IReadOnlyList<string> Reads { get; } = [Fields.Logits, Fields.Labels];

    public override void Reset() => _sums.Clear();

    public override void Update(TensorMap values)
    {
        var (predicted, labels) = Predictions.Counted(values, "accuracy");
        _sums.Add([predicted.eq(labels).sum().ToDouble(), labels.numel()]);
    }

    public override IReadOnlyDictionary<string, double> Compute() => new Dictionary<string, double> { ["accuracy"] = _sums[0] / _sums[1] };

    public override void Save(StateWriter state) => _sums.Save(state, "counts");

    public override void Load(StateReader state) => _sums.Load(state, "counts");
}
