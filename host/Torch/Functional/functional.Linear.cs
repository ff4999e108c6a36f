// torch.nn.functional: linear maps, embeddings, norms.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>input · weightᵀ + bias, with weight of shape (out, in).</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Calls.linear(input, weights, bias);

            public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias = null) => Calls.bilinear(input1, input2, weight, bias);

            /// <summary>Rows of the weight by number.</summary>
            public static Tensor embedding(Tensor input, Tensor weight, long? padding_idx = null, double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false, bool sparse = false)
            {
                if (max_norm is not null)
                    throw new NotSupportedException("embedding: max_norm is not supported; renormalise the weight yourself.");
                return Calls.embedding(weight, input, padding_idx ?? -1, scale_grad_by_freq, sparse);
            }

            public static Tensor one_hot(Tensor x, long num_classes = -1) => Calls.one_hot(x, num_classes);

            public static Tensor layer_norm(Tensor input, ReadOnlySpan<long> normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05) =>
                Calls.layer_norm(input, normalized_shape, weight, bias, eps, true);

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05) =>
                Calls.layer_norm(input, normalized_shape, weight, bias, eps, true);

            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05) =>
                Calls.group_norm(input, num_groups, weight, bias, eps, true);

            public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-05) =>
                Calls.batch_norm(input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            public static Tensor instance_norm(Tensor input, Tensor? running_mean = null, Tensor? running_var = null, Tensor? weight = null, Tensor? bias = null, bool use_input_stats = true, double momentum = 0.1, double eps = 1e-05) =>
                Calls.instance_norm(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, true);

            /// <summary>input / sqrt(mean(input²) + eps) · weight over the last dimensions; without eps the type's machine epsilon.</summary>
            public static Tensor rms_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, double? eps = null)
            {
                if (Dispatch.Exists(Op.rms_norm))
                    return Calls.rms_norm(input, normalized_shape, weight, eps);
                Span<long> dims = stackalloc long[normalized_shape.Length];
                for (var i = 0; i < dims.Length; i++)
                    dims[i] = i - dims.Length;
                var small = eps ?? (input.dtype == ScalarType.Float64 ? double.Epsilon * 0 + 2.220446049250313e-16 : 1.1920928955078125e-07);
                var scale = input.square().mean(dims, true).add_(small).rsqrt_();
                var normed = input * scale;
                return weight is null ? normed : normed * weight;
            }

            /// <summary>Divides by the p-norm along a dimension, which is at least eps.</summary>
            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12)
            {
                var norm = input.norm(p, [dim], true).clamp_min(eps);
                return input / norm;
            }

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-08) => Calls.cosine_similarity(x1, x2, dim, eps);

            public static Tensor pairwise_distance(Tensor x1, Tensor x2, double p = 2, double eps = 1e-06, bool keepdim = false) => Calls.pairwise_distance(x1, x2, p, eps, keepdim);
        }
    }
}
