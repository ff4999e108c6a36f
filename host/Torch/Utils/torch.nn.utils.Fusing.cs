// torch.nn.utils: batch norms of evaluation as a part of the layer before.
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>A convolution that does what the given one and a batch norm after it do in evaluation.</summary>
            public static T fuse_conv_bn_eval<T>(T conv, BatchNorm bn, bool transpose = false) where T : Convolution
            {
                Check(conv, bn);
                (conv.weight, conv.bias) = fuse_conv_bn_weights(conv.weight, conv.bias, bn.running_mean!, bn.running_var!, bn.eps, bn.weight, bn.bias, transpose);
                return conv;
            }

            /// <summary>Weight and bias of a convolution, with a batch norm's scale and shift in them.</summary>
            public static (Parameter weight, Parameter bias) fuse_conv_bn_weights(Tensor weight, Tensor? bias, Tensor bn_mean, Tensor bn_variance, double bn_eps, Tensor? bn_weight, Tensor? bn_bias, bool transpose = false)
            {
                using var grad = no_grad();
                using var scope = NewDisposeScope();
                var (scale, shift) = ScaleAndShift(bias, bn_mean, bn_variance, bn_eps, bn_weight, bn_bias);
                var shape = new long[weight.dim()];
                Array.Fill(shape, 1);
                shape[transpose ? 1 : 0] = -1;
                return (new Parameter(weight * scale.reshape(shape), weight.requires_grad), new Parameter(shift, bias?.requires_grad ?? weight.requires_grad));
            }

            /// <summary>A linear layer that does what the given one and a batch norm after it do in evaluation.</summary>
            public static Linear fuse_linear_bn_eval(Linear linear, BatchNorm bn)
            {
                Check(linear, bn);
                (linear.weight, linear.bias) = fuse_linear_bn_weights(linear.weight, linear.bias, bn.running_mean!, bn.running_var!, bn.eps, bn.weight!, bn.bias!);
                return linear;
            }

            /// <summary>Weight and bias of a linear layer, with a batch norm's scale and shift in them.</summary>
            public static (Parameter weight, Parameter bias) fuse_linear_bn_weights(Tensor weight, Tensor? bias, Tensor bn_mean, Tensor bn_variance, double bn_eps, Tensor bn_weight, Tensor bn_bias)
            {
                using var grad = no_grad();
                using var scope = NewDisposeScope();
                var (scale, shift) = ScaleAndShift(bias, bn_mean, bn_variance, bn_eps, bn_weight, bn_bias);
                return (new Parameter(weight * scale.unsqueeze(-1), weight.requires_grad), new Parameter(shift, bias?.requires_grad ?? weight.requires_grad));
            }

            private static (Tensor Scale, Tensor Shift) ScaleAndShift(Tensor? bias, Tensor mean, Tensor variance, double eps, Tensor? weight, Tensor? shift)
            {
                var scale = (variance + eps).rsqrt();
                if (weight is not null)
                    scale = scale * weight;
                var moved = ((bias ?? zeros_like(mean)) - mean) * scale;
                return (scale, shift is null ? moved : moved + shift);
            }

            private static void Check(Module layer, BatchNorm norm)
            {
                if (layer.training || norm.training)
                    throw new InvalidOperationException("Fusing a batch norm is for evaluation: call eval() on both modules first.");
                if (norm.running_mean is null || norm.running_var is null)
                    throw new InvalidOperationException("Fusing needs a batch norm with running statistics.");
            }
        }
    }
}
