// exp(x) / Σ exp(x) along a dimension.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>exp(x) / Σ exp(x) along a dimension.</summary>
    public class Softmax(long dim) : nn.Module<Tensor, Tensor>(nameof(Softmax))
    {
        public long dim { get; } = dim;

        public override Tensor forward(Tensor input) => nn.functional.softmax(input, dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Softmax Softmax(long dim) => new(dim);
        }
    }
}
