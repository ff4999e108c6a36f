// torch.nn.functional: pooling of one and three dimensions, with indices, by norms, at random places, and its reverse.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The largest values under a window of (N, C, L), and their places.</summary>
            public static (Tensor output, Tensor indices) max_pool1d_with_indices(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                Calls.max_pool1d_with_indices(input, [kernel_size], [stride ?? kernel_size], [padding ?? 0], [dilation ?? 1], ceil_mode);

            public static Tensor max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
                Calls.max_pool2d(input, List(kernel_size), List(stride), List(padding), List(dilation), ceil_mode);

            /// <summary>The largest values under a window of (N, C, D, H, W), and their places.</summary>
            public static (Tensor output, Tensor indices) max_pool3d_with_indices(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                Calls.max_pool3d_with_indices(input, kernel_size, strides, padding, dilation, ceil_mode);

            public static Tensor avg_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Calls.avg_pool2d(input, List(kernel_size), List(stride), List(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>Means under a window of (N, C, D, H, W).</summary>
            public static Tensor avg_pool3d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Calls.avg_pool3d(input, kernel_size, strides, padding, ceil_mode, count_include_pad, divisor_override);

            /// <summary>What avg_pool2d of an input gives back for a gradient of its output.</summary>
            public static Tensor avg_pool2d_backward(Tensor input, Tensor originalInput, long[] kernel_sizes, long[]? strides = null, long[]? paddings = null, bool ceil_mode = false, bool count_include_pad = true, long divisor_override = 0) =>
                Calls.avg_pool2d_backward(input, originalInput, kernel_sizes, strides ?? kernel_sizes, paddings ?? [0], ceil_mode, count_include_pad, divisor_override == 0 ? null : divisor_override);

            /// <summary>What avg_pool3d of an input gives back for a gradient of its output.</summary>
            public static Tensor avg_pool3d_backward(Tensor input, Tensor originalInput, long[] kernel_sizes, long[]? strides = null, long[]? paddings = null, bool ceil_mode = false, bool count_include_pad = true, long divisor_override = 0) =>
                Calls.avg_pool3d_backward(input, originalInput, kernel_sizes, strides ?? kernel_sizes, paddings ?? [0], ceil_mode, count_include_pad, divisor_override == 0 ? null : divisor_override);

            /// <summary>Means that give a fixed size of (N, C, D, H, W).</summary>
            public static Tensor adaptive_avg_pool3d(Tensor input, long[] output_size) => Calls.adaptive_avg_pool3d(input, output_size);

            public static Tensor adaptive_avg_pool3d(Tensor input, (long, long, long) output_size) => Calls.adaptive_avg_pool3d(input, [output_size.Item1, output_size.Item2, output_size.Item3]);

            public static Tensor adaptive_avg_pool3d(Tensor input, long output_size) => Calls.adaptive_avg_pool3d(input, [output_size, output_size, output_size]);

            /// <summary>Largest values that give a fixed length of (N, C, L).</summary>
            public static Tensor adaptive_max_pool1d(Tensor input, long output_size) => Values(Calls.adaptive_max_pool1d(input, [output_size]));

            public static (Tensor Values, Tensor Indices) adaptive_max_pool1d_with_indices(Tensor input, long output_size) => Calls.adaptive_max_pool1d(input, [output_size]);

            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size) => Values(Calls.adaptive_max_pool2d(input, output_size));

            public static (Tensor Values, Tensor Indices) adaptive_max_pool2d_with_indices(Tensor input, long[] output_size) => Calls.adaptive_max_pool2d(input, output_size);

            public static Tensor adaptive_max_pool3d(Tensor input, long[] output_size) => Values(Calls.adaptive_max_pool3d(input, output_size));

            public static (Tensor Values, Tensor Indices) adaptive_max_pool3d_with_indices(Tensor input, long[] output_size) => Calls.adaptive_max_pool3d(input, output_size);

            /// <summary>sign(m) · (sum of xᵖ)^(1/p), m being the mean under the window.</summary>
            public static Tensor lp_pool1d(Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false)
            {
                using var scope = NewDisposeScope();
                return Rooted(avg_pool1d(input.pow(norm_type), kernel_size, stride, 0, ceil_mode), kernel_size, norm_type).MoveToOuterDisposeScope();
            }

            public static Tensor lp_pool2d(Tensor input, double norm_type, long[] kernel_size, long[]? stride = null, bool ceil_mode = false)
            {
                using var scope = NewDisposeScope();
                return Rooted(avg_pool2d(input.pow(norm_type), kernel_size, stride, null, ceil_mode), kernel_size[0] * kernel_size[^1], norm_type).MoveToOuterDisposeScope();
            }

            public static Tensor lp_pool2d(Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) =>
                lp_pool2d(input, norm_type, [kernel_size, kernel_size], stride is { } s ? [s, s] : null, ceil_mode);

            private static Tensor Rooted(Tensor mean, long area, double norm_type) => (mean.sign() * mean.abs().relu() * area).pow(1 / norm_type);

            private static Tensor Values((Tensor Values, Tensor Indices) pooled)
            {
                pooled.Indices.Dispose();
                return pooled.Values;
            }

            private static long[] List((long, long) pair) => [pair.Item1, pair.Item2];

            private static long[]? List((long, long)? pair) => pair is { } given ? [given.Item1, given.Item2] : null;
        }
    }
}
