// Activation checkpointing (Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost"): what a function computes on the way is
// not kept for backward but computed again there, under the random state and the autocast of the first time.
using TorchSharp.Autograd;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Helpers for training.</summary>
    public static partial class utils
    {
        /// <summary>
        /// function(input), of which backward computes the inside again. The function must compute the same both times; gradients come
        /// to the input and to every leaf that the function uses (by a backward inside the backward, so <see cref="autograd.grad"/> sees
        /// only the input).
        /// </summary>
        /// <param name="function">What is computed; it is kept until the graph is gone.</param>
        /// <param name="input">Any shape; it is kept too, and must not be changed in place.</param>
        /// <param name="preserve_rng_state">Gives the second time the random numbers of the first, on the CPU and all GPUs: dropout needs it.</param>
        public static Tensor checkpoint(Func<Tensor, Tensor> function, Tensor input, bool preserve_rng_state = true) =>
            checkpoint(inputs => [function(inputs[0])], [input], preserve_rng_state)[0];

        /// <inheritdoc cref="checkpoint(Func{Tensor, Tensor}, Tensor, bool)"/>
        public static Tensor checkpoint(Func<Tensor, Tensor, Tensor> function, Tensor first, Tensor second, bool preserve_rng_state = true) =>
            checkpoint(inputs => [function(inputs[0], inputs[1])], [first, second], preserve_rng_state)[0];

        /// <summary>As the form with one input, for several inputs and outputs. A null input stays null.</summary>
        public static Tensor[] checkpoint(Func<Tensor[], Tensor[]> function, Tensor[] inputs, bool preserve_rng_state = true)
        {
            ArgumentNullException.ThrowIfNull(function);
            ArgumentNullException.ThrowIfNull(inputs);
            if (!is_grad_enabled())
                return function(inputs);
            var surroundings = new Surroundings(inputs, preserve_rng_state);
            Tensor[] outputs;
            using (var scope = NewDisposeScope())
            using (no_grad())
            using (without_autocast_cache())
            {
                // What was not made here, an input or a weight, has a place of its own in the graph.
                outputs = [.. function(inputs).Select(output => scope.Contains(output) ? output : output.detach())];
                scope.MoveToOuter(outputs);
            }
            // Leaves inside the function may want gradients where no input does: a number that takes part in nothing makes the graph.
            using var ticket = zeros([1]).requires_grad_();
            if (!FunctionTrampoline.Attach([ticket, .. inputs], outputs, given => Backward(function, surroundings, given), surroundings.Dispose))
                surroundings.Dispose();
            return outputs;
        }

        private static Tensor?[] Backward(Func<Tensor[], Tensor[]> function, Surroundings surroundings, Tensor?[] given)
        {
            var inputs = surroundings.Inputs();
            Tensor[] outputs;
            using (enable_grad())
            using (surroundings.Enter())
                outputs = function(inputs);
            if (outputs.Length != given.Length)
                throw new InvalidOperationException($"checkpoint: the function returned {given.Length} tensors in forward and {outputs.Length} in backward.");
            var roots = Enumerable.Range(0, given.Length).Where(i => given[i] is not null && outputs[i] is { requires_grad: true }).ToArray();
            if (roots.Length > 0)
                autograd.Backward([.. roots.Select(i => outputs[i])], [.. roots.Select(i => given[i]!)], false, false, null);
            return [null, .. inputs.Select(input => input?.grad)];
        }
    }
}
