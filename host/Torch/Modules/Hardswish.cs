// x · relu6(x + 3) / 6.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x · relu6(x + 3) / 6.</summary>
    public class Hardswish(bool inplace = false) : nn.Module<Tensor, Tensor>(nameof(Hardswish))
    {
        public bool inplace { get; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.hardswish(input, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Hardswish Hardswish(bool inplace = false) => new(inplace);
        }
    }
}
