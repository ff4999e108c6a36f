// x − tanh(x).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x − tanh(x).</summary>
    public class Tanhshrink(bool inplace = false) : nn.Module<Tensor, Tensor>(nameof(Tanhshrink))
    {
        public bool inplace { get; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.tanhshrink(input, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Tanhshrink Tanhshrink(bool inplace = false) => new(inplace);
        }
    }
}
