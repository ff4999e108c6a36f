// The exponential linear unit.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x, or alpha · (exp(x) − 1) below zero.</summary>
    public class ELU(double alpha = 1, bool inplace = false) : nn.Module<Tensor, Tensor>(nameof(ELU))
    {
        public double alpha { get; } = alpha;

        public bool inplace { get; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.elu(input, alpha, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ELU ELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);
        }
    }
}
