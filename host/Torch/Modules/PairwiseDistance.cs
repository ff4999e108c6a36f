// The p-norm of input1 − input2 + eps over the last dimension.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The p-norm of input1 − input2 + eps over the last dimension.</summary>
    public class PairwiseDistance(double norm = 2.0, double eps = 1e-6, bool keepdim = false) : ParameterLessModule<Tensor, Tensor, Tensor>(nameof(PairwiseDistance))
    {
        public double norm { get; set; } = norm;

        public double eps { get; set; } = eps;

        public bool keepdim { get; set; } = keepdim;

        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.pairwise_distance(input1, input2, norm, eps, keepdim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.PairwiseDistance PairwiseDistance(double p = 2.0, double eps = 1e-6, bool keepdim = false) => new(p, eps, keepdim);
        }
    }
}
