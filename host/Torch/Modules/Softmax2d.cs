// Softmax over the channels of (N, C, H, W) or (C, H, W).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Softmax over the channels of (N, C, H, W) or (C, H, W).</summary>
    public class Softmax2d() : ParameterLessModule<Tensor, Tensor>(nameof(Softmax2d))
    {
        public override Tensor forward(Tensor input) => nn.functional.softmax2d(input);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Softmax2d Softmax2d() => new();
        }
    }
}
