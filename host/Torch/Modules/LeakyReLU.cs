// max(x, slope · x).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>max(x, slope · x).</summary>
    public class LeakyReLU(double negative_slope = 0.01, bool inplace = false) : nn.Module<Tensor, Tensor>(nameof(LeakyReLU))
    {
        public double negative_slope { get; } = negative_slope;

        public bool inplace { get; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.leaky_relu(input, negative_slope, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);
        }
    }
}
