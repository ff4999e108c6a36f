// The loss "binary-cross-entropy": several classes at once, each a yes or a no.
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Losses;

/// <summary>
/// The mean over all rows and classes of -(w y log σ(x) + (1 - y) log(1 - σ(x))), with logits x and labels y from 0 to 1 of the same
/// shape, as [B, C].
/// </summary>
internal sealed class BinaryCrossEntropy(BinaryCrossEntropyOptions options) : Loss
{
    public override IReadOnlyList<string> Reads { get; } = [Fields.Logits, Fields.Labels];

    public override Tensor Compute(TensorMap values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (logits, labels) = (values[Fields.Logits], values[Fields.Labels]);
        if (!logits.shape.AsSpan().SequenceEqual(labels.shape))
            throw new PluginHostException($"loss \"binary-cross-entropy\": the logits are [{string.Join(", ", logits.shape)}] and the labels [{string.Join(", ", labels.shape)}]; "
                + "each row needs a 0 or a 1 for every class. One class a row wants \"cross-entropy\".");
        // Nothing to predict is no loss; torch's mean of nothing is NaN.
        if (logits.numel() == 0) return logits.sum();
        var weight = options.PositiveWeight == 1 ? null : full([], options.PositiveWeight, dtype: logits.dtype, device: logits.device);
        return nn.functional.binary_cross_entropy_with_logits(logits, labels.to(logits.dtype), pos_weights: weight);
    }

    public override Tensor Weigh(TensorMap values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var labels = values[Fields.Labels];
        return full([], labels.numel(), dtype: ScalarType.Int64, device: labels.device);
    }
}
