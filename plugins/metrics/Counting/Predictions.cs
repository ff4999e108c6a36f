// What a batch's logits predict, at the positions that count.
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Metrics;

/// <summary>What a batch's logits predict, at the positions that count.</summary>
internal static class Predictions
{
    private const long Ignored = -100;

    /// <summary>The class with the largest logit and the label, both int64 [N], without positions whose label is -100.</summary>
    /// <param name="values">Logits [..., C] and int64 labels [...].</param>
    /// <param name="metric">Who asks, for errors.</param>
    public static (Tensor Predicted, Tensor Labels) Counted(TensorMap values, string metric)
    {
        var (logits, labels) = (values[Fields.Logits], values[Fields.Labels]);
        var shape = logits.shape;
        if (labels.dtype != ScalarType.Int64 || shape.Length != labels.dim() + 1 || !shape.AsSpan(0, shape.Length - 1).SequenceEqual(labels.shape))
            throw new PluginHostException($"metric \"{metric}\": the logits are [{string.Join(", ", shape)}] and the labels {labels.dtype} [{string.Join(", ", labels.shape)}]; "
                + "labels have to be Int64 class numbers with the shape of the logits without the last dimension.");
        var counted = labels.ne(Ignored);
        return (logits.argmax(-1).masked_select(counted), labels.masked_select(counted));
    }
}
