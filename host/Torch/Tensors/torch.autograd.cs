// torch.autograd: backward over several roots, and gradients as values.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>Differentiation.</summary>
    public static partial class autograd
    {
        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            Backward([.. tensors], grad_tensors?.ToArray(), retain_graph ?? create_graph, create_graph, inputs?.ToArray());

        /// <summary>The gradients of the outputs with respect to the inputs; null for an unused input when that is allowed.</summary>
        public static unsafe Tensor[] grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var roots = Handles(outputs);
            var leaves = Handles(inputs);
            var given = grad_outputs is null ? null : Handles(grad_outputs);
            if (given is not null && given.Length != roots.Length)
                throw new ArgumentException($"autograd.grad: {roots.Length} outputs, but {given.Length} grad_outputs.", nameof(grad_outputs));
            var results = new nint[leaves.Length];
            fixed (nint* rootsPointer = roots, leavesPointer = leaves, givenPointer = given, resultsPointer = results)
            {
                var status = NativeMethods.ph_grad(rootsPointer, given is null ? null : givenPointer, roots.Length, leavesPointer, leaves.Length, retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, resultsPointer);
                NativeMethods.Check(status, "autograd.grad");
            }
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Array.ConvertAll(results, handle => handle == 0 ? null! : new Tensor(handle));
        }

        /// <summary>Anomaly detection until the result is disposed of; see <see cref="AnomalyMode"/>.</summary>
        /// <param name="check_nan">Whether a backward whose gradients have a NaN throws a <see cref="TorchException"/>.</param>
        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);

        /// <summary>Turns anomaly detection on or off; what is returned sets it as it was before, for who wants that.</summary>
        /// <param name="mode">Whether detection is on.</param>
        /// <param name="check_nan">Whether a backward whose gradients have a NaN throws a <see cref="TorchException"/>.</param>
        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);

        internal static unsafe void Backward(Tensor[] tensors, Tensor[]? gradients, bool retain, bool create, Tensor[]? inputs)
        {
            if (gradients is not null && gradients.Length != tensors.Length)
                throw new ArgumentException($"backward: {tensors.Length} tensors, but {gradients.Length} gradients.", nameof(gradients));
            var roots = Handles(tensors);
            var given = gradients is null ? null : Handles(gradients);
            var leaves = inputs is null ? [] : Handles(inputs);
            fixed (nint* rootsPointer = roots, givenPointer = given, leavesPointer = leaves)
            {
                var status = NativeMethods.ph_backward(rootsPointer, given is null ? null : givenPointer, roots.Length, leavesPointer, leaves.Length, retain || create ? 1 : 0, create ? 1 : 0);
                if (status != 0)
                    throw Errors.Create(status, "backward", Describe(tensors));
            }
            GC.KeepAlive(tensors);
            GC.KeepAlive(gradients);
            GC.KeepAlive(inputs);
        }

        private static nint[] Handles(IList<Tensor> tensors)
        {
            var handles = new nint[tensors.Count];
            for (var i = 0; i < handles.Length; i++)
                handles[i] = (tensors[i] ?? throw new ArgumentNullException(nameof(tensors), "autograd: a tensor is null.")).Pointer("autograd");
            return handles;
        }

        private static string Describe(Tensor[] tensors)
        {
            var text = new System.Text.StringBuilder();
            foreach (var tensor in tensors)
            {
                if (text.Length > 0)
                    text.Append(", ");
                Errors.Describe(text, tensor.Handle);
            }
            return text.ToString();
        }
    }
}
