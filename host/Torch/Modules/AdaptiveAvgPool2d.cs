// Means over a grid of equal parts of (N, C, H, W).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Means over a grid of equal parts of (N, C, H, W).</summary>
    public class AdaptiveAvgPool2d(long[] output_size) : nn.Module<Tensor, Tensor>(nameof(AdaptiveAvgPool2d))
    {
        public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool2d(input, output_size);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] output_size) => new(output_size);

            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d(long output_size) => new([output_size, output_size]);

            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) output_size) => new([output_size.Item1, output_size.Item2]);
        }
    }
}
