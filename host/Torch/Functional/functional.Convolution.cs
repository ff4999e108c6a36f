// torch.nn.functional: convolutions, sliding windows and padding.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Input (N, C, L), weight (out, C / groups, kernel).</summary>
            public static Tensor conv1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1) =>
                Calls.conv1d(input, weight, bias, [stride ?? 1], [padding ?? 0], [dilation ?? 1], groups);

            /// <summary>Input (N, C, H, W), weight (out, C / groups, kernel height, kernel width).</summary>
            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Calls.conv2d(input, weight, bias, strides, padding, dilation, groups);

            public static Tensor conv3d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Calls.conv3d(input, weight, bias, strides, padding, dilation, groups);

            public static Tensor conv_transpose1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? output_padding = null, long? dilation = null, long groups = 1) =>
                Calls.conv_transpose1d(input, weight, bias, [stride ?? 1], [padding ?? 0], [output_padding ?? 0], groups, [dilation ?? 1]);

            /// <summary>Weight (C, out / groups, kernel height, kernel width).</summary>
            public static Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                Calls.conv_transpose2d_input(input, weight, bias, strides, padding, output_padding, groups, dilation);

            public static Tensor conv_transpose3d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                Calls.conv_transpose3d_input(input, weight, bias, strides, padding, output_padding, groups, dilation);

            /// <summary>The patches that a kernel slides over, as columns: (N, C · kernel area, patches).</summary>
            public static Tensor unfold(Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null)
            {
                var (d, p, s) = (dilation ?? (1, 1), padding ?? (0, 0), stride ?? (1, 1));
                return Calls.im2col(input, [kernel_size.Item1, kernel_size.Item2], [d.Item1, d.Item2], [p.Item1, p.Item2], [s.Item1, s.Item2]);
            }

            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                unfold(input, (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            /// <summary>Adds columns of patches up to an image: the reverse of unfold where they do not overlap.</summary>
            public static Tensor fold(Tensor input, (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null)
            {
                var (d, p, s) = (dilation ?? (1, 1), padding ?? (0, 0), stride ?? (1, 1));
                return Calls.col2im(input, [output_size.Item1, output_size.Item2], [kernel_size.Item1, kernel_size.Item2], [d.Item1, d.Item2], [p.Item1, p.Item2], [s.Item1, s.Item2]);
            }

            /// <summary>Pads the last dimensions: pairs of before and after, the last dimension first.</summary>
            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                mode == PaddingModes.Constant ? Calls.constant_pad_nd(input, pad, value) : Calls.pad(input, pad, mode.ToString().ToLowerInvariant(), null);

            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => functional.pad(input, pad.AsSpan(), mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            public static Tensor pixel_shuffle(Tensor x, long upscale_factor) => Calls.pixel_shuffle(x, upscale_factor);

            public static Tensor pixel_unshuffle(Tensor x, long downscale_factor) => Calls.pixel_unshuffle(x, downscale_factor);
        }
    }
}
