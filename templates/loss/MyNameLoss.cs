// The focal loss.
namespace MyNamePlugin;

/// <summary>
/// -(1 - p)^γ log p of the right class, the mean over the labels that count (Lin et al. 2017, "Focal loss for dense object detection", eq. 4).
/// Logits are [B, C] with int64 labels [B], or [B, T, C] with [B, T]; a label of -100 does not count.
/// </summary>
public sealed class MyNameLoss(MyNameOptions options) : Loss
{
    public override IReadOnlyList<string> Reads => [Fields.Logits, Fields.Labels];

    public override Tensor Compute(TensorMap values)
    {
        var labels = values[Fields.Labels];
        var logp = nn.functional.log_softmax(values[Fields.Logits], -1).gather(-1, labels.clamp(min: 0).unsqueeze(-1)).squeeze(-1);
        // Of a p that rounds to 1, a power below 1 has an infinite slope.
        var focus = (1 - logp.exp()).clamp(min: 1e-8).pow(options.Gamma);
        return (-focus * logp).masked_fill(labels.eq(-100), 0).sum() / Weigh(values).clamp(min: 1);
    }

    // Micro-batches and ranks are averaged by this, so that they give the gradient of the whole batch.
    public override Tensor Weigh(TensorMap values) => values[Fields.Labels].ne(-100).sum();
}
