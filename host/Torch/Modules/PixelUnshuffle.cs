// (N, C, H·r, W·r) to (N, C·r², H, W): pixels become channels.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>(N, C, H·r, W·r) to (N, C·r², H, W): pixels become channels.</summary>
    public class PixelUnshuffle(long downscale_factor) : ParameterLessModule<Tensor, Tensor>(nameof(PixelUnshuffle))
    {
        public long downscale_factor { get; set; } = downscale_factor;

        public override Tensor forward(Tensor input) => nn.functional.pixel_unshuffle(input, downscale_factor);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.PixelUnshuffle PixelUnshuffle(long downscale_factor) => new(downscale_factor);
        }
    }
}
