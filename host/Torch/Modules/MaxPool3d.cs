// The largest value under a sliding window of (N, C, D, H, W).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The largest value under a sliding window of (N, C, D, H, W).</summary>
    public class MaxPool3d(long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) : ParameterLessModule<Tensor, Tensor>(nameof(MaxPool3d))
    {
        public long[] kernel_size { get; set; } = kernel_size;

        public long[]? stride { get; set; } = stride;

        public long[]? padding { get; set; } = padding;

        public long[]? dilation { get; set; } = dilation;

        public bool ceil_mode { get; set; } = ceil_mode;

        public override Tensor forward(Tensor input) => nn.functional.max_pool3d(input, kernel_size, stride, padding, dilation, ceil_mode);

        /// <summary>The largest values, and where in the input's plane each was.</summary>
        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => nn.functional.max_pool3d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.MaxPool3d MaxPool3d(long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) => new(kernel_size, stride, padding, dilation, ceil_mode);

            public static Modules.MaxPool3d MaxPool3d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) => new([kernel_size, kernel_size, kernel_size], stride is { } s ? [s, s, s] : null, padding is { } p ? [p, p, p] : null, dilation is { } d ? [d, d, d] : null, ceil_mode);

            public static Modules.MaxPool3d MaxPool3d((long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? dilation = null, bool ceil_mode = false) =>
                new([kernel_size.Item1, kernel_size.Item2, kernel_size.Item3], stride is { } s ? [s.Item1, s.Item2, s.Item3] : null, padding is { } p ? [p.Item1, p.Item2, p.Item3] : null, dilation is { } d ? [d.Item1, d.Item2, d.Item3] : null, ceil_mode);
        }
    }
}
