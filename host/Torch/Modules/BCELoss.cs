// Cross-entropy of probabilities of two classes.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Cross-entropy of probabilities of two classes.</summary>
    public class BCELoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean) : WeightedLoss<Tensor, Tensor, Tensor>(weight, reduction, nameof(BCELoss))
    {
        public override Tensor forward(Tensor input, Tensor target) => nn.functional.binary_cross_entropy(input, target, weight, reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.BCELoss BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);
        }
    }
}
