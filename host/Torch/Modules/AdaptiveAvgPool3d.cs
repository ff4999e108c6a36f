// Means over windows that give a fixed size of (N, C, D, H, W).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Means over windows that give a fixed size of (N, C, D, H, W).</summary>
    public class AdaptiveAvgPool3d(long[] output_size) : ParameterLessModule<Tensor, Tensor>(nameof(AdaptiveAvgPool3d))
    {
        public long[] output_size { get; set; } = output_size;

        public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool3d(input, output_size);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.AdaptiveAvgPool3d AdaptiveAvgPool3d(long[] output_size) => new(output_size);

            public static Modules.AdaptiveAvgPool3d AdaptiveAvgPool3d(long output_size) => new([output_size, output_size, output_size]);

            public static Modules.AdaptiveAvgPool3d AdaptiveAvgPool3d((long, long, long) output_size) => new([output_size.Item1, output_size.Item2, output_size.Item3]);
        }
    }
}
