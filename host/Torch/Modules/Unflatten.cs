// A dimension becomes several.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A dimension becomes several.</summary>
    public class Unflatten(long dim, long[] unflattened_size) : nn.Module<Tensor, Tensor>(nameof(Unflatten))
    {
        public long dim { get; } = dim;

        public long[] unflattened_size { get; } = unflattened_size;

        public override Tensor forward(Tensor input) => input.unflatten(dim, unflattened_size);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Unflatten Unflatten(long dim, long[] unflattened_size) => new(dim, unflattened_size);
        }
    }
}
