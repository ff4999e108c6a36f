// What update rules have in common: groups of parameters, gradients to clear, state by parameter.
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>
        /// Changes parameters by their gradients. A step works on whole groups through libtorch's <c>_foreach_</c> operators, so that its cost
        /// on the host is a handful of calls, however many parameters there are.
        /// </summary>
        public abstract class Optimizer : IDisposable
        {
            private readonly List<ParamGroup> _groups = [];
            private readonly Dictionary<Parameter, Dictionary<string, Tensor>> _state = new(ReferenceEqualityComparer.Instance);

            protected Optimizer(string name) => Name = name;

            public string Name { get; }

            /// <summary>The groups, in the order in which they were added. Their learning rates may be set between steps.</summary>
            public IReadOnlyList<ParamGroup> ParamGroups => _groups;

            /// <summary>The parameters of all groups.</summary>
            public IEnumerable<Parameter> parameters() => _groups.SelectMany(group => group.Parameters);

            /// <summary>Forgets the gradients; set to zero instead of dropped when asked to.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var group in _groups)
                    foreach (var parameter in group.Parameters)
                        if (set_to_none)
                            parameter.grad = null;
                        else if (parameter.grad is { } gradient)
                            using (gradient)
                                gradient.zero_();
            }

            /// <summary>Makes one update; a closure computes the loss again first and is given back.</summary>
            public virtual Tensor? step(Func<Tensor>? closure = null)
            {
                var loss = closure?.Invoke();
                using var frozen = no_grad();
                using var scope = NewDisposeScope();
                foreach (var group in _groups)
                    Step(group);
                return loss;
            }

            /// <summary>The rule's own tensors of a parameter by name, such as <c>step</c>, <c>exp_avg</c>; empty before the first step.</summary>
            public IReadOnlyDictionary<string, Tensor> State(Parameter parameter) =>
                _state.TryGetValue(parameter, out var state) ? state : new Dictionary<string, Tensor>();

            /// <summary>Takes copies of what <see cref="State"/> gave, on the parameter's device.</summary>
            public void LoadState(Parameter parameter, IReadOnlyDictionary<string, Tensor> state)
            {
                ArgumentNullException.ThrowIfNull(parameter);
                ArgumentNullException.ThrowIfNull(state);
                Forget(parameter);
                using var frozen = no_grad();
                _state[parameter] = state.ToDictionary(pair => pair.Key, pair => (pair.Key == "step" ? pair.Value.clone() : pair.Value.to(parameter.device).clone()).DetachFromDisposeScope());
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                    return;
                foreach (var parameter in _state.Keys.ToList())
                    Forget(parameter);
            }

            /// <summary>Updates one group. Called without gradients, in a dispose scope.</summary>
            protected abstract void Step(ParamGroup group);

            protected void Add(ParamGroup group)
            {
                ArgumentNullException.ThrowIfNull(group);
                if (group.Parameters.Any(parameter => parameter is null))
                    throw new ArgumentException($"{Name}: a parameter is null.", nameof(group));
                foreach (var parameter in group.Parameters)
                    if (_groups.Any(other => other.Parameters.Contains(parameter, ReferenceEqualityComparer.Instance)))
                        throw new ArgumentException($"{Name}: a parameter of {parameter.Described()} is in two groups.", nameof(group));
                _groups.Add(group);
            }

            /// <summary>The rule's tensors of a parameter, made at its first step.</summary>
            private protected Dictionary<string, Tensor> StateOf(Parameter parameter, Func<Parameter, Dictionary<string, Tensor>> make)
            {
                if (_state.TryGetValue(parameter, out var state))
                    return state;
                state = make(parameter);
                foreach (var tensor in state.Values)
                    tensor.DetachFromDisposeScope();
                return _state[parameter] = state;
            }

            /// <summary>The group's parameters that have a gradient, with it (negated when maximizing).</summary>
            private protected static (List<Tensor> Parameters, List<Tensor> Gradients) WithGradients(ParamGroup group, bool maximize)
            {
                var parameters = new List<Tensor>(group.Parameters.Count);
                var gradients = new List<Tensor>(group.Parameters.Count);
                foreach (var parameter in group.Parameters)
                {
                    if (parameter.grad is not { } gradient)
                        continue;
                    parameters.Add(parameter);
                    gradients.Add(maximize ? gradient.neg() : gradient);
                }
                return (parameters, gradients);
            }

            private void Forget(Parameter parameter)
            {
                if (!_state.Remove(parameter, out var state))
                    return;
                foreach (var tensor in state.Values)
                    tensor.Dispose();
            }
        }
    }
}
