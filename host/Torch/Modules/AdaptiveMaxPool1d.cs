// The largest values over windows that give a fixed length of (N, C, L).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The largest values over windows that give a fixed length of (N, C, L).</summary>
    public class AdaptiveMaxPool1d(long output_size) : ParameterLessModule<Tensor, Tensor>(nameof(AdaptiveMaxPool1d))
    {
        public long output_size { get; set; } = output_size;

        public override Tensor forward(Tensor input) => nn.functional.adaptive_max_pool1d(input, output_size);

        /// <summary>The largest values, and where in the input's plane each was.</summary>
        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => nn.functional.adaptive_max_pool1d_with_indices(input, output_size);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.AdaptiveMaxPool1d AdaptiveMaxPool1d(long output_size) => new(output_size);
        }
    }
}
