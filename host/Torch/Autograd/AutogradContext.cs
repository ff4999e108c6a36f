// What a custom function's forward leaves for its backward.
using TorchSharp.Autograd;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>Carries tensors and values from the forward to the backward of a custom function; it dies with the graph node.</summary>
        public sealed class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> _data = [];
            private readonly List<(Tensor? Tensor, long Version)> _saved = [];
            private List<Tensor> _asked = [];

            internal AutogradContext()
            {
            }

            /// <summary>When true, the default, the backward of several outputs gets zeros and no null for an output that nothing used.</summary>
            public bool MaterializeGrads { get; private set; } = true;

            internal List<Tensor> NonDifferentiable { get; private set; } = [];

            internal bool[] NeedsGradient { get; set; } = [];

            /// <summary>Whether the input at a position needs a gradient; the backward may leave out what nobody asks for.</summary>
            public bool needs_input_grad(int index) => NeedsGradient[index];

            public void save_for_backward(List<Tensor> tensors) => _asked = tensors;

            public void save_data(string key, object value) => _data[key] = value;

            public object? get_data(string key) => _data.GetValueOrDefault(key);

            public void mark_non_differentiable(List<Tensor> tensors) => NonDifferentiable = [.. tensors];

            public void set_materialize_grads(bool value) => MaterializeGrads = value;

            /// <summary>The saved tensors, in order. Throws when one was changed in place since.</summary>
            public List<Tensor> get_saved_variables()
            {
                var found = new List<Tensor>(_saved.Count);
                foreach (var (tensor, version) in _saved)
                {
                    if (tensor is not null && !tensor.is_inference && tensor._version != version)
                        throw new InvalidOperationException($"A tensor that a custom function saved ({tensor.Described()}) was changed in place before backward.");
                    found.Add(tensor!);
                }
                return found;
            }

            // References of the context's own: the caller's handles may be gone by the time of backward. An output is kept detached,
            // because it will hold the node that holds this.
            internal void Keep(IReadOnlyList<Tensor> outputs)
            {
                foreach (var tensor in _asked)
                {
                    if (tensor is null)
                    {
                        _saved.Add((null, 0));
                        continue;
                    }
                    var isOutput = outputs.Any(output => output is not null && output.Handle == tensor.Handle);
                    var kept = (isOutput ? tensor.detach() : tensor.AliasHandle()).DetachFromDisposeScope();
                    _saved.Add((kept, kept.is_inference ? 0 : kept._version));
                }
                _asked = [];
            }

            public void Dispose()
            {
                foreach (var (tensor, _) in _saved)
                    tensor?.Dispose();
                _saved.Clear();
                _data.Clear();
            }
        }
    }
}
