// x · tanh(softplus(x)).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x · tanh(softplus(x)).</summary>
    public class Mish(bool inplace = false) : nn.Module<Tensor, Tensor>(nameof(Mish))
    {
        public bool inplace { get; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.mish(input, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Mish Mish(bool inplace = false) => new(inplace);
        }
    }
}
