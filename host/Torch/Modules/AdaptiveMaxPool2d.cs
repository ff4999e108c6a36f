// The largest values over a grid of equal parts of (N, C, H, W).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The largest values over a grid of equal parts of (N, C, H, W).</summary>
    public class AdaptiveMaxPool2d(long[] output_size) : nn.Module<Tensor, Tensor>(nameof(AdaptiveMaxPool2d))
    {
        public override Tensor forward(Tensor input) => nn.functional.adaptive_max_pool2d(input, (output_size[0], output_size[1]));
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.AdaptiveMaxPool2d AdaptiveMaxPool2d(long[] output_size) => new(output_size);

            public static Modules.AdaptiveMaxPool2d AdaptiveMaxPool2d(long output_size) => new([output_size, output_size]);
        }
    }
}
