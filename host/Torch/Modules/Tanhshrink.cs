// x − tanh(x).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x − tanh(x).</summary>
    public class Tanhshrink() : nn.Module<Tensor, Tensor>(nameof(Tanhshrink))
    {
        public override Tensor forward(Tensor input) => nn.functional.tanhshrink(input);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Tanhshrink Tanhshrink() => new();
        }
    }
}
