// (N, C·r², H, W) to (N, C, H·r, W·r): channels become pixels (Shi et al. 2016).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>(N, C·r², H, W) to (N, C, H·r, W·r): channels become pixels (Shi et al. 2016).</summary>
    public class PixelShuffle(long upscale_factor) : ParameterLessModule<Tensor, Tensor>(nameof(PixelShuffle))
    {
        public long upscale_factor { get; set; } = upscale_factor;

        public override Tensor forward(Tensor input) => nn.functional.pixel_shuffle(input, upscale_factor);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.PixelShuffle PixelShuffle(long upscale_factor) => new(upscale_factor);
        }
    }
}
