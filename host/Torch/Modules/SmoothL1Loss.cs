// Half the square of input − target over beta within beta, |input − target| − beta / 2 beyond (Girshick 2015).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Half the square of input − target over beta within beta, |input − target| − beta / 2 beyond (Girshick 2015).</summary>
    public class SmoothL1Loss(nn.Reduction reduction = nn.Reduction.Mean, double beta = 1.0) : Loss<Tensor, Tensor, Tensor>(reduction, nameof(SmoothL1Loss))
    {
        public double beta { get; } = beta;

        public override Tensor forward(Tensor input, Tensor target) => nn.functional.smooth_l1_loss(input, target, reduction, beta);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.SmoothL1Loss SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1.0) => new(reduction, beta);
        }
    }
}
