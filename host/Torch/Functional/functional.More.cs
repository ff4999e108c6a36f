// torch.nn.functional: activations, dropouts, norms and windows that are composed, or that have names of their own in TorchSharp.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Softmax over the channels of (N, C, H, W) or (C, H, W).</summary>
            public static Tensor softmax2d(Tensor input)
            {
                if (input.dim() is not (3 or 4))
                    throw new ArgumentException($"softmax2d: expected 3 or 4 dimensions, got {input.Described()}.", nameof(input));
                return Calls.softmax_int(input, -3, null);
            }

            /// <summary>x, or below zero x times a slope, in training drawn between lower and upper, otherwise their mean.</summary>
            public static Tensor rrelu(Tensor input, double lower = 1.0 / 8, double upper = 1.0 / 3, bool training = false, bool inplace = false) =>
                inplace ? Inplace(input, () => Calls.rrelu_(input, lower, upper, training, null)) : Calls.rrelu(input, lower, upper, training, null);

            public static Tensor sigmoid(Tensor input, bool inplace) => inplace ? input.sigmoid_() : input.sigmoid();

            public static Tensor tanh(Tensor input, bool inplace) => inplace ? input.tanh_() : input.tanh();

            public static Tensor softsign(Tensor input, bool inplace)
            {
                var result = softsign(input);
                return inplace ? Overwritten(input, result) : result;
            }

            public static Tensor tanhshrink(Tensor input, bool inplace)
            {
                var result = tanhshrink(input);
                return inplace ? Overwritten(input, result) : result;
            }

            public static Tensor gelu(Tensor input, bool inplace) => gelu(input, Modules.GELU.Approximate.none, inplace);

            public static Tensor gelu(Tensor input, Modules.GELU.Approximate approximate, bool inplace)
            {
                var name = approximate == Modules.GELU.Approximate.tanh ? "tanh" : "none";
                return inplace ? Inplace(input, () => Calls.gelu_(input, name)) : Calls.gelu(input, name);
            }

            private static Tensor Inplace(Tensor input, Action change)
            {
                change();
                return input;
            }

            private static Tensor Overwritten(Tensor input, Tensor result)
            {
                using (result)
                    return input.copy_(result);
            }

            /// <summary>Dropout of whole channels of (N, C, D, H, W).</summary>
            public static Tensor dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? Inplace(input, () => Calls.feature_dropout_(input, p, training)) : Calls.feature_dropout(input, p, training);

            /// <summary>Alpha dropout of whole channels.</summary>
            public static Tensor feature_alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) =>
                inplace ? Inplace(input, () => Calls.feature_alpha_dropout_(input, p, training)) : Calls.feature_alpha_dropout(input, p, training);

            /// <summary>x / (k + alpha · mean of squares over size neighbouring channels)^beta. Shape (N, C, …).</summary>
            public static Tensor local_response_norm(Tensor input, long size, double alpha = 0.0001, double beta = 0.75, double k = 1.0)
            {
                if (input.dim() < 3)
                    throw new ArgumentException($"local_response_norm: expected at least 3 dimensions, got {input.Described()}.", nameof(input));
                using var scope = NewDisposeScope();
                // Channels as one more spatial dimension, over which a window of size slides.
                var flat = input.square().reshape(input.size(0), 1, input.size(1), -1);
                var padded = Calls.constant_pad_nd(flat, [0, 0, size / 2, (size - 1) / 2], 0);
                var mean = Calls.avg_pool2d(padded, [size, 1], [1, 1], [0, 0], false, true, null).reshape(input.shape);
                return (input / (mean * alpha + k).pow(beta)).MoveToOuterDisposeScope();
            }

            public static Tensor fold(Tensor input, long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                fold(input, (output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            /// <summary>The last dimension padded on both sides.</summary>
            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => functional.pad(input, [pad, pad], mode, value);

            /// <summary>Resizes (N, C, …) to a size, or by factors.</summary>
            public static Tensor upsample(Tensor input, long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool align_corners = false) =>
                interpolate(input, size, scale_factor, (InterpolationMode)mode, align_corners);

            public static Tensor upsample_bilinear(Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) => upsample(x, size, scale_factor, UpsampleMode.Bilinear, align_corners);

            public static Tensor upsample_nearest(Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) => upsample(x, size, scale_factor, UpsampleMode.Nearest, align_corners);
        }
    }
}
