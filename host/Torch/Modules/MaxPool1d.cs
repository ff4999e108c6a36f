// The largest value under a sliding window of (N, C, L).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The largest value under a sliding window of (N, C, L).</summary>
    public class MaxPool1d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) : ParameterLessModule<Tensor, Tensor>(nameof(MaxPool1d))
    {
        public long kernel_size { get; set; } = kernel_size;

        public long? stride { get; set; } = stride;

        public long? padding { get; set; } = padding;

        public long? dilation { get; set; } = dilation;

        public bool ceil_mode { get; set; } = ceil_mode;

        public override Tensor forward(Tensor input) => nn.functional.max_pool1d(input, kernel_size, stride, padding, dilation, ceil_mode);

        /// <summary>The largest values, and where in the input's plane each was.</summary>
        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => nn.functional.max_pool1d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.MaxPool1d MaxPool1d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) => new(kernel_size, stride, padding, dilation, ceil_mode);
        }
    }
}
