// torch.nn.functional: the losses that libtorch has no operator for.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Mean over the last dimension of −target · log σ(input) − (1 − target) · log σ(−input). Shapes (N, C).</summary>
            public static Tensor multilabel_soft_margin_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
            {
                ArgumentNullException.ThrowIfNull(input);
                using var scope = NewDisposeScope();
                var loss = -(target * Calls.log_sigmoid(input) + (1 - target) * Calls.log_sigmoid(-input));
                if (weight is not null)
                    loss = loss * weight;
                return Reduce(loss.mean([-1L]), reduction).MoveToOuterDisposeScope();
            }

            /// <summary>(log variance + (input − target)² / variance) / 2, the variance being at least eps (without a gradient there). The variance has input's shape, or 1 or nothing for its last dimension, or one number for each row.</summary>
            public static Tensor gaussian_nll_loss(Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1e-6f, Reduction reduction = Reduction.Mean)
            {
                ArgumentNullException.ThrowIfNull(input);
                ArgumentNullException.ThrowIfNull(variance);
                using var scope = NewDisposeScope();
                var shape = input.shape;
                if (!variance.shape.AsSpan().SequenceEqual(shape))
                {
                    var row = new long[shape.Length];
                    Array.Fill(row, 1);
                    if (variance.shape.AsSpan().SequenceEqual(shape.AsSpan(0, Math.Max(0, shape.Length - 1))))
                        variance = variance.unsqueeze(-1);
                    else if (shape.Length > 0 && variance.numel() == shape[0] && variance.size(0) == shape[0])
                        variance = variance.reshape([shape[0], .. row.AsSpan(1)]);
                    else if (variance.dim() != shape.Length || variance.size(-1) != 1)
                        throw new ArgumentException($"gaussian_nll_loss: the variance {variance.Described()} does not fit the input {input.Described()}.", nameof(variance));
                }
                using (var negative = variance.lt(0).any())
                    if (negative.ToBoolean())
                        throw new ArgumentException("gaussian_nll_loss: the variance has a negative element.", nameof(variance));
                // The limit acts on the value; the gradient goes to the variance as it was given.
                var floor = (variance.detach().clamp_min(eps) - variance.detach()).detach();
                var limited = variance + floor;
                var loss = 0.5 * (limited.log() + (input - target).square() / limited);
                if (full)
                    loss = loss + 0.5 * Math.Log(2 * Math.PI);
                return Reduce(loss, reduction).MoveToOuterDisposeScope();
            }

            /// <summary>max(0, d(anchor, positive) − d(anchor, negative) + margin); the distance is by default the Euclidean.</summary>
            public static Tensor triplet_margin_with_distance_loss(Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor>? distance = null, double margin = 1.0, bool swap = false, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                distance ??= (x, y) => pairwise_distance(x, y);
                var near = distance(anchor, positive);
                var far = distance(anchor, negative);
                if (swap)
                    far = minimum(far, distance(positive, negative));
                return Reduce((near - far + margin).clamp_min(0), reduction).MoveToOuterDisposeScope();
            }

            private static Tensor Reduce(Tensor loss, Reduction reduction) => reduction switch
            {
                Reduction.None => loss,
                Reduction.Sum => loss.sum(),
                _ => loss.mean(),
            };
        }
    }
}
