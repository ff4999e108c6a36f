// Activation checkpointing: a part of a model keeps its inputs instead of what its operators saved, and is computed once more for backward.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>What stands beside models.</summary>
    public static partial class utils
    {
        /// <summary>
        /// Computes <paramref name="function"/> without keeping what backward needs of it; backward computes it once more (Chen et al. 2016,
        /// "Training deep nets with sublinear memory cost"). Memory falls from everything inside to the inputs, and a step takes one more
        /// forward of the part. As PyTorch's reentrant form: the result has a gradient only where an input has one.
        /// </summary>
        /// <param name="function">The part of the model; its parameters get their gradients too. It must compute the same both times.</param>
        /// <param name="inputs">What it is given.</param>
        /// <param name="preserve_rng_state">Whether dropout draws the same numbers both times; on by default.</param>
        /// <returns>What the function returned.</returns>
        /// <exception cref="TorchException">In backward: the function returned another shape the second time.</exception>
        public static Tensor checkpoint(Func<Tensor[], Tensor> function, Tensor[] inputs, bool preserve_rng_state = true)
        {
            ArgumentNullException.ThrowIfNull(function);
            ArgumentNullException.ThrowIfNull(inputs);
            return is_grad_enabled() && inputs.Any(input => input is { requires_grad: true })
                ? Recomputed.apply([function, preserve_rng_state, .. inputs])
                : function(inputs);
        }

        /// <summary>As the form with several inputs.</summary>
        public static Tensor checkpoint(Func<Tensor, Tensor> function, Tensor input, bool preserve_rng_state = true)
        {
            ArgumentNullException.ThrowIfNull(function);
            return checkpoint(inputs => function(inputs[0]), [input], preserve_rng_state);
        }

        private sealed class Recomputed : autograd.SingleTensorFunction<Recomputed>
        {
            public override string Name => "checkpoint";

            public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
            {
                var function = (Func<Tensor[], Tensor>)vars[0];
                var inputs = vars.Skip(2).Cast<Tensor>().ToArray();
                var device = inputs[0].device;
                List<Tensor> generators = (bool)vars[1] ? States(device) : [];
                ctx.save_for_backward([.. generators, .. inputs]);
                var call = new Call(function, device, generators.Count, is_autocast_enabled(device.type) ? get_autocast_dtype(device.type) : null);
                ctx.save_data("call", call);
                using (call.Enter())
                    return function(inputs);
            }

            public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
            {
                var call = (Call)ctx.get_data("call")!;
                var saved = ctx.get_saved_variables();
                var inputs = saved.Skip(call.Generators).Select(input => input.detach().requires_grad_(input.requires_grad)).ToArray();
                List<Tensor> now = call.Generators > 0 ? States(call.Device) : [];
                try
                {
                    Draw(call.Device, saved[..call.Generators]);
                    using var grad = enable_grad();
                    Tensor output;
                    using (call.Enter())
                        output = call.Function(inputs);
                    if (!output.shape.AsSpan().SequenceEqual(grad_output.shape))
                        throw new InvalidOperationException($"checkpoint: the function returned [{string.Join(", ", grad_output.shape)}] in forward and "
                            + $"[{string.Join(", ", output.shape)}] when it was computed again; it has to compute the same both times.");
                    output.backward(grad_output);
                }
                finally
                {
                    Draw(call.Device, now);
                }
                return [null!, null!, .. inputs.Select(input => input.grad!)];
            }

            // The generators that an operator on the device may draw from.
            private static List<Tensor> States(Device device) =>
                device.type == DeviceType.CPU ? [get_rng_state()] : [get_rng_state(), Generator.Of(device).get_state()];

            private static void Draw(Device device, List<Tensor> states)
            {
                if (states.Count > 0)
                    set_rng_state(states[0]);
                if (states.Count > 1)
                    Generator.Of(device).set_state(states[1]);
            }

            private sealed record Call(Func<Tensor[], Tensor> Function, Device Device, int Generators, ScalarType? Autocast)
            {
                // Backward may run outside of the autocast that forward ran under. The cache of converted weights is left out both times:
                // those of forward, which records no graph, would give backward weights without a gradient.
                public IDisposable? Enter() => Autocast is { } type ? autocast(Device, type, cache_enabled: false) : null;
            }
        }
    }
}
