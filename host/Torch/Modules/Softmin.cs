// softmax(−x) along a dimension.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>softmax(−x) along a dimension.</summary>
    public class Softmin(long dim) : nn.Module<Tensor, Tensor>(nameof(Softmin))
    {
        public long dim { get; } = dim;

        public override Tensor forward(Tensor input) => nn.functional.softmin(input, dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Softmin Softmin(long dim) => new(dim);
        }
    }
}
