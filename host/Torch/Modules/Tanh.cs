// tanh(x).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>tanh(x).</summary>
    public class Tanh(bool inplace = false) : nn.Module<Tensor, Tensor>(nameof(Tanh))
    {
        public bool inplace { get; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.tanh(input, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Tanh Tanh(bool inplace = false) => new(inplace);
        }
    }
}
