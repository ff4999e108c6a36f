// The self-normalising exponential unit.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The self-normalising exponential unit.</summary>
    public class SELU(bool inplace = false) : nn.Module<Tensor, Tensor>(nameof(SELU))
    {
        public bool inplace { get; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.selu(input, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.SELU SELU(bool inplace = false) => new(inplace);
        }
    }
}
