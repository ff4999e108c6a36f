// torch.autograd.functional: derivatives of functions as tensors.
namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>Derivatives of functions of tensors.</summary>
        public static class functional
        {
            /// <summary>The derivative of every element of the result after every element of the input.</summary>
            public static Tensor jacobian(Func<Tensor, Tensor> function, Tensor inputs) => jacobian(given => [function(given[0])], [inputs]).Single();

            public static IEnumerable<Tensor> jacobian(Func<Tensor, Tensor[]> function, Tensor inputs) => jacobian(given => function(given[0]), [inputs]);

            public static IEnumerable<Tensor> jacobian(Func<Tensor[], Tensor> function, params Tensor[] inputs) => jacobian(given => [function(given)], inputs);

            /// <summary>One tensor per result and input, the results slowest: its shape is the result's followed by the input's.</summary>
            public static IEnumerable<Tensor> jacobian(Func<Tensor[], Tensor[]> function, params Tensor[] inputs)
            {
                using var scope = NewDisposeScope();
                using var recording = enable_grad();
                Tensor[] leaves = [.. inputs.Select(input => input.detach().requires_grad_())];
                var made = new List<Tensor>();
                foreach (var output in function(leaves))
                {
                    var flat = output.reshape(-1);
                    var rows = leaves.Select(_ => new List<Tensor>()).ToArray();
                    for (long i = 0; i < flat.numel(); i++)
                    {
                        // A result may not depend on an input at all, or on none of them.
                        var gradients = output.requires_grad ? grad([flat[i]], leaves, retain_graph: true, allow_unused: true) : new Tensor?[leaves.Length];
                        for (var k = 0; k < leaves.Length; k++)
                            rows[k].Add(gradients[k] ?? zeros_like(leaves[k]));
                    }
                    for (var k = 0; k < leaves.Length; k++)
                        made.Add(stack(rows[k]).reshape([.. output.shape, .. leaves[k].shape]).detach().MoveToOuterDisposeScope());
                }
                return made;
            }
        }
    }
}
