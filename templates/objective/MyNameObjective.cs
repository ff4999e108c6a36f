// R-Drop.
namespace MyNamePlugin;

/// <summary>
/// The mean of the cross-entropies of two passes, which differ by their dropout, and α/2 · (KL(p₁‖p₂) + KL(p₂‖p₁)) (Liang et al. 2021, "R-Drop:
/// Regularized dropout for neural networks", eq. 3). An evaluation makes one pass.
/// </summary>
public sealed class MyNameObjective(MyNameOptions options, ObjectiveContext context) : Objective("my-name")
{
    // What losses and metrics may read.
    public override IReadOnlyList<string> Offers => [Fields.Logits, Fields.Labels];

    public override Component RequiredHead { get; } = Component.Of(Kind.Head, "sequence-classification", new JsonObject { ["labels"] = options.Labels });

    public override ObjectiveResult forward(Batch input)
    {
        var first = context.Model.call(input);
        // As the backbone saw them: an adapter may have changed the batch.
        var labels = first.Inputs[Fields.Labels];
        var counted = labels.ne(-100);
        var weight = counted.sum();
        var values = new TensorMap(first) { [Fields.Labels] = labels };
        if (!training) return new ObjectiveResult(Loss(values, weight), values, weight);

        var second = context.Model.call(input);
        var (p, q) = (nn.functional.log_softmax(first[Fields.Logits], -1), nn.functional.log_softmax(second[Fields.Logits], -1));
        var disagreement = ((p.exp() - q.exp()) * (p - q)).sum(-1).masked_fill(counted.logical_not(), 0).sum() / weight.clamp(min: 1) / 2;
        var loss = (Loss(values, weight) + Loss(new TensorMap(second) { [Fields.Labels] = labels }, weight)) / 2;
        return new ObjectiveResult(loss + options.Alpha * disagreement, values, weight)
        {
            Charts = new Dictionary<string, Tensor> { ["disagreement"] = disagreement.detach() },
        };
    }

    // The recipe's own loss, where it names one.
    private Tensor Loss(TensorMap values, Tensor weight) => context.Loss is { } loss
        ? loss.Compute(values)
        : nn.functional.cross_entropy(values[Fields.Logits], values[Fields.Labels], ignore_index: -100, reduction: nn.Reduction.Sum) / weight.clamp(min: 1);
}
