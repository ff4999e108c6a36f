// 1 / (1 + exp(−x)).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>1 / (1 + exp(−x)).</summary>
    public class Sigmoid(bool inplace = false) : nn.Module<Tensor, Tensor>(nameof(Sigmoid))
    {
        public bool inplace { get; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.sigmoid(input, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Sigmoid Sigmoid(bool inplace = false) => new(inplace);
        }
    }
}
