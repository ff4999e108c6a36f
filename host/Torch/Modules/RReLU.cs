// x, or below zero x times a slope drawn between lower and upper, in evaluation their mean (Xu et al. 2015).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x, or below zero x times a slope drawn between lower and upper, in evaluation their mean (Xu et al. 2015).</summary>
    public class RReLU(double lower = 1.0 / 8, double upper = 1.0 / 3, bool inplace = false) : ParameterLessModule<Tensor, Tensor>(nameof(RReLU))
    {
        public double lower { get; set; } = lower;

        public double upper { get; set; } = upper;

        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.rrelu(input, lower, upper, training, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.RReLU RReLU(double lower = 1.0 / 8, double upper = 1.0 / 3, bool inplace = false) => new(lower, upper, inplace);
        }
    }
}
