// A smooth ReLU.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>log(1 + exp(beta · x)) / beta.</summary>
    public class Softplus(double beta = 1, double threshold = 20) : nn.Module<Tensor, Tensor>(nameof(Softplus))
    {
        public double beta { get; } = beta;

        public double threshold { get; } = threshold;

        public override Tensor forward(Tensor input) => nn.functional.softplus(input, beta, threshold);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);
        }
    }
}
