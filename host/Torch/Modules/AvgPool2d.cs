// The mean under a sliding window of (N, C, H, W).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The mean under a sliding window of (N, C, H, W).</summary>
    public class AvgPool2d(long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) : ParameterLessModule<Tensor, Tensor>(nameof(AvgPool2d))
    {
        public long[] kernel_size { get; set; } = kernel_size;

        public long[]? stride { get; set; } = stride;

        public long[]? padding { get; set; } = padding;

        public bool ceil_mode { get; set; } = ceil_mode;

        public bool count_include_pad { get; set; } = count_include_pad;

        public long? divisor_override { get; set; } = divisor_override;

        public override Tensor forward(Tensor input) => nn.functional.avg_pool2d(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.AvgPool2d AvgPool2d(long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);

            public static Modules.AvgPool2d AvgPool2d(long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) => new([kernel_size, kernel_size], stride is { } s ? [s, s] : null, padding is { } p ? [p, p] : null, ceil_mode, count_include_pad, divisor_override);

            public static Modules.AvgPool2d AvgPool2d((long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new([kernel_size.Item1, kernel_size.Item2], stride is { } s ? [s.Item1, s.Item2] : null, padding is { } p ? [p.Item1, p.Item2] : null, ceil_mode, count_include_pad, divisor_override);
        }
    }
}
