// x, or 0 within ±lambda.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x, or 0 within ±lambda.</summary>
    public class Hardshrink(double lambda = 0.5) : ParameterLessModule<Tensor, Tensor>(nameof(Hardshrink))
    {
        public double lambda { get; set; } = lambda;

        public override Tensor forward(Tensor input) => nn.functional.hardshrink(input, lambda);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Hardshrink Hardshrink(double lambda = 0.5) => new(lambda);
        }
    }
}
