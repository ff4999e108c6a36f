// The metric "majority": what always answering the same would score.
namespace PluginHost.Metrics;

/// <summary>
/// The accuracy of the best constant answer: the share of the most frequent label among those that were evaluated. A classifier that
/// does not beat it has learnt nothing of its input.
/// </summary>
internal sealed class Majority : Metric
{
    private readonly Sums _labels = new(0);

    public override IReadOnlyList<string> Reads { get; } = [Fields.Logits, Fields.Labels];

    public override void Reset() => _labels.Clear();

    public override void Update(TensorMap values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (_, labels) = Predictions.Counted(values, "majority");
        // As many counts as there are classes, so that every batch and every rank adds a row of the same width.
        _labels.Add(labels.bincount(minlength: values[Fields.Logits].size(-1)));
    }

    public override IReadOnlyDictionary<string, double> Compute()
    {
        var (most, all) = (0.0, 0.0);
        for (var i = 0; i < _labels.Count; i++)
        {
            most = Math.Max(most, _labels[i]);
            all += _labels[i];
        }

        return new Dictionary<string, double> { ["majority"] = most / all };
    }

    public override void Save(StateWriter state) => _labels.Save(state, "labels");

    public override void Load(StateReader state) => _labels.Load(state, "labels");
}
