// x moved towards 0 by lambda, and 0 within ±lambda.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x moved towards 0 by lambda, and 0 within ±lambda.</summary>
    public class Softshrink(double lambda = 0.5) : ParameterLessModule<Tensor, Tensor>(nameof(Softshrink))
    {
        public double lambda { get; set; } = lambda;

        public override Tensor forward(Tensor input) => nn.functional.softshrink(input, lambda);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Softshrink Softshrink(double lambda = 0.5) => new(lambda);
        }
    }
}
