// Margin between the target labels and all others.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Margin between the target labels and all others.</summary>
    public class MultiLabelMarginLoss(nn.Reduction reduction = nn.Reduction.Mean) : nn.Module<Tensor, Tensor, Tensor>(nameof(MultiLabelMarginLoss))
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
