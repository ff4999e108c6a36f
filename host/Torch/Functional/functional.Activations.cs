// torch.nn.functional: activations and dropout.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Layers as functions, without parameters of their own.</summary>
        public static partial class functional
        {
            public static Tensor relu(Tensor input, bool inplace = false) => inplace ? input.relu_() : Calls.relu(input);

            public static Tensor relu6(Tensor input, bool inplace = false) => inplace ? input.hardtanh_(0, 6) : input.hardtanh(0, 6);

            public static Tensor gelu(Tensor input) => Calls.gelu(input, "none");

            public static Tensor gelu(Tensor input, Modules.GELU.Approximate approximate) => Calls.gelu(input, approximate == Modules.GELU.Approximate.tanh ? "tanh" : "none");

            public static Tensor gelu(Tensor input, string approximate) => Calls.gelu(input, approximate);

            public static Tensor silu(Tensor input, bool inplace = false) => inplace ? input.silu_() : Calls.silu(input);

            public static Tensor mish(Tensor input, bool inplace = false) => inplace ? input.mish_() : Calls.mish(input);

            public static Tensor sigmoid(Tensor input) => Calls.sigmoid(input);

            public static Tensor logsigmoid(Tensor input) => Calls.log_sigmoid(input);

            public static Tensor tanh(Tensor input) => Calls.tanh(input);

            public static Tensor hardtanh(Tensor input, double min_val = -1, double max_val = 1, bool inplace = false) => inplace ? input.hardtanh_(min_val, max_val) : input.hardtanh(min_val, max_val);

            public static Tensor hardsigmoid(Tensor input, bool inplace = false) => inplace ? input.hardsigmoid_() : input.hardsigmoid();

            public static Tensor hardswish(Tensor input, bool inplace = false) => inplace ? input.hardswish_() : input.hardswish();

            public static Tensor elu(Tensor input, double alpha = 1, bool inplace = false) => inplace ? input.elu_(alpha) : input.elu(alpha);

            public static Tensor selu(Tensor input, bool inplace = false) => inplace ? input.selu_() : input.selu();

            public static Tensor celu(Tensor input, double alpha = 1, bool inplace = false) => inplace ? input.celu_(alpha) : input.celu(alpha);

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) => inplace ? input.leaky_relu_(negative_slope) : input.leaky_relu(negative_slope);

            public static Tensor prelu(Tensor input, Tensor weight) => input.prelu(weight);

            public static Tensor softplus(Tensor input, double beta = 1, double threshold = 20) => input.softplus(beta, threshold);

            public static Tensor softsign(Tensor input)
            {
                using var denominator = input.abs().add_(1);
                return input / denominator;
            }

            public static Tensor tanhshrink(Tensor input)
            {
                using var tanh = input.tanh();
                return input - tanh;
            }

            public static Tensor softshrink(Tensor input, double lambda = 0.5) => input.softshrink(lambda);

            public static Tensor hardshrink(Tensor input, double lambda = 0.5) => input.hardshrink(lambda);

            public static Tensor threshold(Tensor input, double threshold, double value, bool inplace = false) => inplace ? input.threshold_(threshold, value) : input.threshold(threshold, value);

            public static Tensor glu(Tensor input, long dim = -1) => input.glu(dim);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Calls.softmax_int(input, dim, dtype);

            public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => Calls.log_softmax_int(input, dim, dtype);

            public static Tensor softmin(Tensor input, long dim, ScalarType? dtype = null)
            {
                using var negative = -input;
                return Calls.softmax_int(negative, dim, dtype);
            }

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                if (p is < 0 or > 1 or double.NaN)
                    throw new ArgumentOutOfRangeException(nameof(p), p, "dropout: expected a probability between 0 and 1.");
                if (!inplace)
                    return Calls.dropout(input, p, training);
                Calls.dropout_(input, p, training);
                return input;
            }

            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => dropout3d(input, p, training, inplace);

            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => dropout3d(input, p, training, inplace);

            public static Tensor alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) => inplace ? Inplace(input, () => Calls.alpha_dropout_(input, p, training)) : Calls.alpha_dropout(input, p, training);

            /// <summary>Nearly one-hot samples of the distribution that the logits describe, differentiable.</summary>
            public static Tensor gumbel_softmax(Tensor logits, double tau = 1, bool hard = false, long dim = -1)
            {
                var noise = empty_like(logits);
                noise.exponential_();
                var soft = Calls.softmax_int((logits - noise.log()) / tau, dim, null);
                if (!hard)
                    return soft;
                var index = soft.argmax(dim, true);
                var one = zeros_like(logits).scatter_(dim, index, 1.0);
                return one - soft.detach() + soft;
            }
        }
    }
}
