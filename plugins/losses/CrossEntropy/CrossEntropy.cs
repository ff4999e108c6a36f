// The loss "cross-entropy": -log softmax(logits)[label].
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Losses;

/// <summary>
/// The mean of -log softmax(logits)[label] over the labels that count. Logits are [..., classes] and labels int64 [...], as
/// [B, C] with [B] or [B, T, V] with [B, T]. A batch in which no label counts has the loss 0.
/// </summary>
internal sealed class CrossEntropy(CrossEntropyOptions options) : Loss
{
    public override IReadOnlyList<string> Reads { get; } = [Fields.Logits, Fields.Labels];

    public override Tensor Compute(TensorMap values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (logits, labels) = (values[Fields.Logits], values[Fields.Labels]);
        var classes = logits.shape;
        if (logits.dim() != labels.dim() + 1 || !classes.AsSpan(0, classes.Length - 1).SequenceEqual(labels.shape))
            throw new PluginHostException($"loss \"cross-entropy\": the logits are [{string.Join(", ", classes)}] and the labels [{string.Join(", ", labels.shape)}]; "
                + "labels have the shape of the logits without the last dimension, which counts the classes.");
        if (labels.dtype != ScalarType.Int64)
            throw new PluginHostException($"loss \"cross-entropy\": the labels are {labels.dtype}, and class numbers have to be Int64. Numbers to be predicted want \"mean-squared-error\", several classes at once \"binary-cross-entropy\".");
        // reshape is a view of contiguous logits, so the log-softmax is the only other tensor of their size.
        var sum = nn.functional.cross_entropy(logits.reshape(-1, classes[^1]), labels.reshape(-1), ignore_index: options.IgnoreIndex,
            reduction: nn.Reduction.Sum, label_smoothing: options.LabelSmoothing);
        // torch's own mean over no label is 0/0, and a NaN stays one when it is weighted with 0.
        return sum / Weigh(values).clamp(min: 1);
    }

    public override Tensor Weigh(TensorMap values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values[Fields.Labels].ne(options.IgnoreIndex).sum();
    }
}
