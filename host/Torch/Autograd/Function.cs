// Operators with a backward written in C#, in TorchSharp's form.
using TorchSharp.Autograd;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>
        /// A differentiable function written in C#. The forward runs without a graph; the backward gets the gradients of the outputs and
        /// returns one gradient for each argument of the forward (null where there is none), or one for each tensor among them.
        /// </summary>
        public abstract class Function<T> where T : Function<T>, new()
        {
            private static readonly T s_instance = new();

            public abstract string Name { get; }

            internal abstract List<Tensor> ForwardAll(AutogradContext ctx, object?[] vars);

            internal abstract IList<Tensor> BackwardAll(AutogradContext ctx, List<Tensor> gradients);

            private protected static List<Tensor> ApplyAll(object?[] vars)
            {
                var positions = new List<int>();
                for (var i = 0; i < vars.Length; i++)
                    if (vars[i] is Tensor)
                        positions.Add(i);
                var inputs = positions.ConvertAll(i => (Tensor?)vars[i]).ToArray();
                var context = new AutogradContext { NeedsGradient = Array.ConvertAll(vars, value => value is Tensor { requires_grad: true }) };
                List<Tensor> outputs;
                using (no_grad())
                using (without_autocast_cache())
                    outputs = s_instance.ForwardAll(context, vars) ?? throw new InvalidOperationException($"{s_instance.Name}: forward returned null.");
                context.Keep(outputs);
                var shapes = outputs.ConvertAll(output => output is null ? default : (output.shape, output.dtype, output.device));
                var differentiable = outputs.ConvertAll(output => output is null || context.NonDifferentiable.Any(other => ReferenceEquals(other, output)) ? null : output).ToArray();
                if (!FunctionTrampoline.Attach(inputs, differentiable, given => Backward(context, given, shapes, positions, vars.Length), context.Dispose))
                    context.Dispose();
                return outputs;
            }

            private static Tensor?[] Backward(AutogradContext context, Tensor?[] given, List<(long[]? Shape, ScalarType Type, Device? Device)> shapes, List<int> positions, int arguments)
            {
                var gradients = new List<Tensor>(given.Length);
                for (var i = 0; i < given.Length; i++)
                    gradients.Add(given[i] ?? (context.MaterializeGrads && shapes[i].Shape is { } shape ? zeros(shape, shapes[i].Type, shapes[i].Device) : null!));
                var made = s_instance.BackwardAll(context, gradients) ?? throw new InvalidOperationException($"{s_instance.Name}: backward returned null.");
                if (made.Count == positions.Count && made.Count != arguments)
                    return [.. made];
                // As in libtorch there may be more, as long as those beyond the arguments are null.
                if (made.Count < arguments || made.Skip(arguments).Any(extra => extra is not null))
                    throw new InvalidOperationException($"{s_instance.Name}: backward returned {made.Count} gradients for {arguments} arguments of forward.");
                return [.. positions.Select(position => made[position])];
            }
        }

        /// <summary>A custom function with one result.</summary>
        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            public static Tensor apply(params object?[] vars) => ApplyAll(vars)[0];

            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            internal sealed override List<Tensor> ForwardAll(AutogradContext ctx, object?[] vars) => [forward(ctx, vars!)];

            internal sealed override IList<Tensor> BackwardAll(AutogradContext ctx, List<Tensor> gradients) => backward(ctx, gradients[0]);
        }

        /// <summary>A custom function with several results.</summary>
        public abstract class MultiTensorFunction<T> : Function<T> where T : MultiTensorFunction<T>, new()
        {
            public static List<Tensor> apply(params object?[] vars) => ApplyAll(vars);

            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);

            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            internal sealed override List<Tensor> ForwardAll(AutogradContext ctx, object?[] vars) => forward(ctx, vars!);

            internal sealed override IList<Tensor> BackwardAll(AutogradContext ctx, List<Tensor> gradients) => backward(ctx, gradients);
        }
    }
}
