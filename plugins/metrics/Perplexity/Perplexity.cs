// The metric "perplexity": exp of the mean loss.
using TorchSharp;

namespace PluginHost.Metrics;

/// <summary>
/// exp of the mean loss over all items, where the loss is a cross-entropy in nats: how many equally likely tokens the model wavers
/// between. Batches count by how many items their loss is a mean of.
/// </summary>
internal sealed class Perplexity : Metric
{
    private readonly Sums _sums = new(2);

    public override IReadOnlyList<string> Reads { get; } = [Fields.Loss];

    public override void Reset() => _sums.Clear();

    public override void Update(TensorMap values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var weight = values.Find(Fields.LossWeight)?.ToDouble() ?? 1;
        // A batch without a single counted item may well have no loss either.
        if (weight > 0) _sums.Add([values[Fields.Loss].ToDouble() * weight, weight]);
    }

    public override IReadOnlyDictionary<string, double> Compute() => new Dictionary<string, double> { ["perplexity"] = Math.Exp(_sums[0] / _sums[1]) };

    public override void Save(StateWriter state) => _sums.Save(state, "loss");

    public override void Load(StateReader state) => _sums.Load(state, "loss");
}
