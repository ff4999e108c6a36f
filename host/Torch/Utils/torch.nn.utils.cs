// torch.nn.utils: what is done to all gradients or parameters at once.
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What is done to all gradients or parameters at once.</summary>
        public static partial class utils
        {
            /// <summary>Scales the gradients so that their common norm is at most <paramref name="max_norm"/>; returns the norm before that.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> parameters, double max_norm, double norm_type = 2)
            {
                using var scope = NewDisposeScope();
                return ClipGradNorm(parameters, max_norm, norm_type)?.ToDouble() ?? 0;
            }

            /// <summary>
            /// As <see cref="clip_grad_norm_"/>, with the norm left on its device, so that nothing waits for a GPU; null without gradients.
            /// The norm belongs to the dispose scope that is open.
            /// </summary>
            public static Tensor? ClipGradNorm(IEnumerable<Parameter> parameters, double max_norm, double norm_type = 2)
            {
                ArgumentNullException.ThrowIfNull(parameters);
                using var frozen = no_grad();
                using var scope = NewDisposeScope();
                var gradients = new List<Tensor>();
                foreach (var parameter in parameters)
                    if (parameter.grad is { } gradient)
                        gradients.Add(gradient);
                if (gradients.Count == 0)
                    return null;
                var norms = double.IsPositiveInfinity(norm_type)
                    ? gradients.ConvertAll(gradient => gradient.abs().max())
                    : [.. Calls._foreach_norm_Scalar(gradients, norm_type)];
                var device = norms[0].device;
                var all = stack(norms.Select(norm => norm.to(device)).ToList());
                var total = double.IsPositiveInfinity(norm_type) ? all.max() : Calls.norm_Scalar(all, norm_type);
                if (double.IsPositiveInfinity(max_norm))
                {
                    // No limit: only the norm is wanted.
                }
                else if (total.device.type == DeviceType.CPU)
                {
                    // Multiplying by 1 would cost a pass over all gradients; on the CPU the norm is known without waiting.
                    var factor = max_norm / (total.ToDouble() + 1e-6);
                    if (factor < 1)
                        Calls._foreach_mul__Scalar(gradients, factor);
                }
                else
                {
                    var factor = clamp_max(full_like(total, max_norm).div(total.add(1e-6)), 1.0);
                    foreach (var gradient in gradients)
                        gradient.mul_(factor.to(gradient.device));
                }
                return total.MoveToOuterDisposeScope();
            }

            /// <summary>
            /// Adds the gradients of replicas to those of the parameters, in the replicas' order, and divides by <paramref name="divisor"/>;
            /// the replicas' own are let go.
            /// </summary>
            /// <param name="parameters">The parameters whose gradients become the sums.</param>
            /// <param name="replicas">For each replica its parameters, in the same order.</param>
            /// <param name="divisor">What the sum is divided by: the weight of all rows.</param>
            public static void sum_replica_grads_(IReadOnlyList<Parameter> parameters, IReadOnlyList<IReadOnlyList<Parameter>> replicas, double divisor)
            {
                ArgumentNullException.ThrowIfNull(parameters);
                ArgumentNullException.ThrowIfNull(replicas);
                GradientSum.Into(parameters, replicas, divisor);
            }

            /// <summary>Limits every element of the gradients to [-clip_value, clip_value].</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> parameters, double clip_value)
            {
                ArgumentNullException.ThrowIfNull(parameters);
                using var frozen = no_grad();
                using var scope = NewDisposeScope();
                foreach (var parameter in parameters)
                    if (parameter.grad is { } gradient)
                        gradient.clamp_(-clip_value, clip_value);
            }

            /// <summary>All parameters one after the other in one dimension.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> parameters) => cat(parameters.Select(parameter => parameter.reshape(-1)).ToList());

            /// <summary>Takes a vector apart into the parameters, as <see cref="parameters_to_vector"/> put it together.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> parameters)
            {
                using var frozen = no_grad();
                using var scope = NewDisposeScope();
                long at = 0;
                foreach (var parameter in parameters)
                {
                    var count = parameter.numel();
                    parameter.copy_(vec.narrow(0, at, count).view(parameter.shape));
                    at += count;
                }
            }
        }
    }
}
