// The gated linear unit.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The first half of a dimension times the sigmoid of the second.</summary>
    public class GLU(long dim = -1) : nn.Module<Tensor, Tensor>(nameof(GLU))
    {
        public long dim { get; } = dim;

        public override Tensor forward(Tensor input) => nn.functional.glu(input, dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.GLU GLU(long dim = -1) => new(dim);
        }
    }
}
