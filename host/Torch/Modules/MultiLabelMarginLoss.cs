// Sum of max(0, 1 − (input at a target − input elsewhere)) over classes; targets (N, C) hold class numbers, then −1.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Sum of max(0, 1 − (input at a target − input elsewhere)) over classes; targets (N, C) hold class numbers, then −1.</summary>
    public class MultiLabelMarginLoss(nn.Reduction reduction = nn.Reduction.Mean) : Loss<Tensor, Tensor, Tensor>(reduction, nameof(MultiLabelMarginLoss))
    {
        public override Tensor forward(Tensor input, Tensor target) => nn.functional.multilabel_margin_loss(input, target, reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.MultiLabelMarginLoss MultiLabelMarginLoss(Reduction reduction = Reduction.Mean) => new(reduction);
        }
    }
}
