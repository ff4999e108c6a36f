// Zeroes whole channels at random while training.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Zeroes whole channels at random while training.</summary>
    public class Dropout2d(double p = 0.5, bool inplace = false) : nn.Module<Tensor, Tensor>(nameof(Dropout2d))
    {
        public double p { get; } = p;

        public bool inplace { get; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.dropout2d(input, p, training, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Dropout2d Dropout2d(double p = 0.5, bool inplace = false) => new(p, inplace);
        }
    }
}
