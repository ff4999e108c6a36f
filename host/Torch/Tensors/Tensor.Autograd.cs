// Gradients: asking for them, computing them, reading them.
namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool requires_grad
        {
            get => Keep(Info("requires_grad")).RequiresGrad;
            set
            {
                NativeMethods.Check(NativeMethods.ph_tensor_set_requires_grad(Pointer("requires_grad"), value ? 1 : 0), "requires_grad");
                Volatile.Read(ref _handle)?.KeepAccumulator();
                GC.KeepAlive(this);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>The accumulated gradient, or null before the first backward. Each read is a new handle.</summary>
        public unsafe Tensor? grad
        {
            get
            {
                nint result;
                NativeMethods.Check(NativeMethods.ph_tensor_grad(Pointer("grad"), &result), "grad");
                GC.KeepAlive(this);
                return result == 0 ? null : new Tensor(result);
            }
            set
            {
                NativeMethods.Check(NativeMethods.ph_tensor_set_grad(Pointer("grad"), value is null ? 0 : value.Pointer("grad")), "grad");
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        /// <summary>Makes this tensor read and write the memory of <paramref name="other"/>; its gradient and its graph stay its own.</summary>
        public void set_data(Tensor other)
        {
            ArgumentNullException.ThrowIfNull(other);
            NativeMethods.Check(NativeMethods.ph_tensor_set_data(Pointer("set_data"), other.Pointer("set_data")), "set_data");
            Volatile.Read(ref _handle)?.KeepAccumulator();
            GC.KeepAlive(this);
            GC.KeepAlive(other);
        }

        /// <summary>
        /// Runs the hook whenever a backward has computed the gradient of this tensor, which has the tensor's shape, dtype and device. What
        /// the hook returns takes the gradient's place, and null leaves it as it is. Hooks run in the order in which they were added.
        /// </summary>
        /// <remarks>
        /// The gradient and what the hook makes are freed when the hook returns; what is to stay leaves with
        /// <see cref="DisposeScopeExtensions.DetachFromDisposeScope{T}"/>. An exception in the hook ends the backward, which throws a <see cref="TorchException"/>
        /// with it inside. The hook is held until it is removed or this tensor and the graph that made it are gone: one that refers to the
        /// tensor itself keeps it alive. Do not add or remove hooks while another thread runs a backward through the tensor. Before libtorch
        /// 2.0, <see cref="autograd.grad"/> with respect to a leaf does not run the hooks of that leaf.
        /// </remarks>
        /// <exception cref="TorchException">The tensor needs no gradient.</exception>
        public nn.HookRemover register_hook(Func<Tensor, Tensor?> hook)
        {
            ArgumentNullException.ThrowIfNull(hook);
            return new(Autograd.FunctionTrampoline.AddHook(this, hook).Remove);
        }

        /// <summary>As the other form, with a hook that only looks.</summary>
        /// <inheritdoc cref="register_hook(Func{Tensor, Tensor?})"/>
        public nn.HookRemover register_hook(Action<Tensor> hook)
        {
            ArgumentNullException.ThrowIfNull(hook);
            return register_hook(gradient =>
            {
                hook(gradient);
                return null;
            });
        }

        /// <summary>Whether this tensor is no leaf and keeps its gradient all the same, because <see cref="retain_grad"/> was called.</summary>
        public bool retains_grad => (bool)ops.call("aten::retains_grad", this)[0]!;

        /// <summary>The name of the graph node that made this tensor, or null for a leaf.</summary>
        public unsafe string? grad_fn
        {
            get
            {
                byte* name;
                NativeMethods.Check(NativeMethods.ph_tensor_grad_fn_name(Pointer("grad_fn"), &name), "grad_fn");
                GC.KeepAlive(this);
                return name == null ? null : Utf8.Text(name);
            }
        }

        /// <summary>Accumulates the gradient of this tensor (a scalar, unless its own gradient is given) into the leaves.</summary>
        public void backward() => autograd.Backward([this], null, false, false, null);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.Backward([this], grad_tensors?.ToArray(), retain_graph, create_graph, inputs?.ToArray());

        public void backward(Tensor gradient, bool retain_graph = false, bool create_graph = false) =>
            autograd.Backward([this], [gradient], retain_graph, create_graph, null);
    }
}
