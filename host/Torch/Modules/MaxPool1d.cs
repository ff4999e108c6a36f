// The largest value under a sliding window of (N, C, L).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The largest value under a sliding window of (N, C, L).</summary>
    public class MaxPool1d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) : nn.Module<Tensor, Tensor>(nameof(MaxPool1d))
    {
        public override Tensor forward(Tensor input) => nn.functional.max_pool1d(input, kernel_size, stride, padding, dilation, ceil_mode);
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
