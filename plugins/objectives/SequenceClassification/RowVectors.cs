// One vector a row, out of its positions.
using TorchSharp;

namespace PluginHost.Objectives;

/// <summary>One vector a row, out of its positions.</summary>
internal static class RowVectors
{
    /// <summary>[B, H] from a backbone's outputs. Padding is what <see cref="Fields.AttentionMask"/> says, as the backbone saw it.</summary>
    public static torch.Tensor Of(Outputs outputs, Pooling pooling)
    {
        if (pooling == Pooling.Pooler) return outputs[Fields.PoolerOutput];
        var hidden = outputs[Fields.LastHiddenState];
        var mask = outputs.Inputs.Find(Fields.AttentionMask);
        if (pooling == Pooling.First) return hidden.select(1, 0);
        if (mask is null) return pooling == Pooling.Mean ? hidden.mean([1L]) : hidden.select(1, -1);
        if (pooling == Pooling.Mean)
        {
            var weights = mask.to(hidden.dtype).unsqueeze(-1);
            return (hidden * weights).sum(1) / weights.sum(1).clamp_min(1);
        }

        // The last 1 of a mask that may be padded on either side: the largest of column numbers where it is 1.
        var columns = torch.arange(mask.size(1), dtype: torch.int64, device: mask.device);
        var last = (mask! * columns).argmax(1);
        return hidden[torch.arange(hidden.size(0), dtype: torch.int64, device: hidden.device), last];
    }
}
