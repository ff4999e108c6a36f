// The loss "mean-squared-error": (prediction - target)^2.
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Losses;

/// <summary>The mean of (logits - labels)² over all numbers. Labels have the logits' shape, or their shape without a last dimension of 1.</summary>
internal sealed class MeanSquaredError : Loss
{
    public override IReadOnlyList<string> Reads { get; } = [Fields.Logits, Fields.Labels];

    public override Tensor Compute(TensorMap values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (logits, labels) = (values[Fields.Logits], values[Fields.Labels]);
        if (logits.dim() == labels.dim() + 1 && logits.size(-1) == 1) logits = logits.squeeze(-1);
        // Broadcasting [B, 1] with [B] would compare every row with every other without a word.
        if (!logits.shape.AsSpan().SequenceEqual(labels.shape))
            throw new PluginHostException($"loss \"mean-squared-error\": the predictions are [{string.Join(", ", logits.shape)}] and the labels [{string.Join(", ", labels.shape)}]; they need the same shape.");
        // Nothing to predict is no loss; torch's mean of nothing is NaN.
        if (logits.numel() == 0) return logits.sum();
        // The CPU has no such kernel for the narrow types.
        if (logits.dtype is ScalarType.BFloat16 or ScalarType.Float16) logits = logits.to(ScalarType.Float32);
        return nn.functional.mse_loss(logits, labels.to(logits.dtype));
    }

    public override Tensor Weigh(TensorMap values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var labels = values[Fields.Labels];
        return full([], labels.numel(), dtype: ScalarType.Int64, device: labels.device);
    }
}
