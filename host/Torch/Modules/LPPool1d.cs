// (Sum of xᵖ)^(1/p) under a sliding window of (N, C, L).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>(Sum of xᵖ)^(1/p) under a sliding window of (N, C, L).</summary>
    public class LPPool1d(double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) : ParameterLessModule<Tensor, Tensor>(nameof(LPPool1d))
    {
        public double norm_type { get; set; } = norm_type;

        public long kernel_size { get; set; } = kernel_size;

        public long? stride { get; set; } = stride;

        public bool ceil_mode { get; set; } = ceil_mode;

        public override Tensor forward(Tensor input) => nn.functional.lp_pool1d(input, norm_type, kernel_size, stride, ceil_mode);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.LPPool1d LPPool1d(double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) => new(norm_type, kernel_size, stride, ceil_mode);
        }
    }
}
