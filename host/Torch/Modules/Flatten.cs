// Several dimensions become one.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Dimensions start_dim to end_dim become one.</summary>
    public class Flatten(long start_dim = 1, long end_dim = -1) : nn.Module<Tensor, Tensor>(nameof(Flatten))
    {
        public long start_dim { get; } = start_dim;

        public long end_dim { get; } = end_dim;

        public override Tensor forward(Tensor input) => input.flatten(start_dim, end_dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);
        }
    }
}
