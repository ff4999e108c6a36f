// The largest values over windows that give a fixed size of (N, C, H, W).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The largest values over windows that give a fixed size of (N, C, H, W).</summary>
    public class AdaptiveMaxPool2d(long[] output_size) : ParameterLessModule<Tensor, Tensor>(nameof(AdaptiveMaxPool2d))
    {
        public long[] output_size { get; set; } = output_size;

        public override Tensor forward(Tensor input) => nn.functional.adaptive_max_pool2d(input, output_size);

        /// <summary>The largest values, and where in the input's plane each was.</summary>
        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => nn.functional.adaptive_max_pool2d_with_indices(input, output_size);
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

            public static Modules.AdaptiveMaxPool2d AdaptiveMaxPool2d((long, long) output_size) => new([output_size.Item1, output_size.Item2]);
        }
    }
}
