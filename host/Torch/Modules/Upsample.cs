// Resizes (N, C, …).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Resizes (N, C, …).</summary>
    public class Upsample(long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null) : nn.Module<Tensor, Tensor>(nameof(Upsample))
    {
        public override Tensor forward(Tensor input) => nn.functional.interpolate(input, size, scale_factor, mode, align_corners);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Upsample Upsample(long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null) => new(size, scale_factor, mode, align_corners);
        }
    }
}
