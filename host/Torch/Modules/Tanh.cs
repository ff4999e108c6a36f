// tanh(x).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>tanh(x).</summary>
    public class Tanh() : nn.Module<Tensor, Tensor>(nameof(Tanh))
    {
        public override Tensor forward(Tensor input) => nn.functional.tanh(input);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Tanh Tanh() => new();
        }
    }
}
