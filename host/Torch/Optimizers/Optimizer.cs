// What every optimizer does: groups, gradients to zero, and state by parameter that a checkpoint can carry.
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimizers and learning rate schedulers.</summary>
    public static partial class optim
    {
        /// <summary>Changes parameters by their gradients. Options are per group; state is per parameter.</summary>
        public abstract partial class Optimizer : OptimizerStates, IDisposable
        {
            private readonly List<ParamGroup> _groups = [];
            private readonly Dictionary<Parameter, Dictionary<string, Tensor>> _state = new(ReferenceEqualityComparer.Instance);

            protected Optimizer(IEnumerable<ParamGroup> groups, OptimizerOptions defaults)
            {
                Defaults = defaults;
                foreach (var group in groups)
                    add_param_group(group);
                if (_groups.Count == 0)
                    throw new ArgumentException($"{GetType().Name}: there is nothing to optimize.", nameof(groups));
            }

            /// <summary>The options of groups that come without.</summary>
            protected OptimizerOptions Defaults { get; }

            public IEnumerable<ParamGroup> ParamGroups => _groups;

            public virtual IEnumerable<Parameter> parameters() => _groups.SelectMany(group => group.List);

            /// <summary>Adds a group; a parameter may be in one only, and a parameterless group is allowed.</summary>
            public virtual void add_param_group(ParamGroup param_group)
            {
                ArgumentNullException.ThrowIfNull(param_group);
                var known = new HashSet<Parameter>(parameters(), ReferenceEqualityComparer.Instance);
                foreach (var parameter in param_group.List)
                {
                    if (parameter is null)
                        throw new ArgumentException($"{GetType().Name}: a parameter is null.", nameof(param_group));
                    if (!known.Add(parameter))
                        throw new ArgumentException($"{GetType().Name}: a parameter ({parameter.Described()}) is there twice.", nameof(param_group));
                }
                param_group.Options = WithDefaults(param_group.Options);
                if (param_group.InitialLearningRate == 0)
                    param_group.InitialLearningRate = param_group.LearningRate;
                _groups.Add(param_group);
            }

            /// <summary>Options with what is missing taken from <see cref="Defaults"/>.</summary>
            protected abstract OptimizerOptions WithDefaults(OptimizerOptions? options);

            /// <summary>Changes the parameters of one group that have gradients, which come in the same order.</summary>
            protected abstract void Step(ParamGroup group, List<Parameter> parameters, List<Tensor> gradients);

            /// <summary>One step. The closure, where there is one, computes the loss and its gradients first.</summary>
            public virtual Tensor? step(Func<Tensor>? closure = null)
            {
                Tensor? loss = null;
                if (closure is not null)
                    using (enable_grad())
                        loss = closure();
                using (no_grad())
                using (var scope = NewDisposeScope())
                {
                    foreach (var group in _groups)
                    {
                        var parameters = new List<Parameter>(group.List.Count);
                        var gradients = new List<Tensor>(group.List.Count);
                        foreach (var parameter in group.List)
                        {
                            if (parameter.grad is not { } gradient)
                                continue;
                            parameters.Add(parameter);
                            gradients.Add(gradient);
                        }
                        if (parameters.Count > 0)
                            Step(group, parameters, gradients);
                    }
                }
                return loss;
            }

            /// <summary>Drops the gradients, or fills them with zeros.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                if (set_to_none)
                {
                    foreach (var group in _groups)
                        foreach (var parameter in group.List)
                            parameter.grad = null;
                    return;
                }
                using var scope = NewDisposeScope();
                var gradients = parameters().Select(parameter => parameter.grad).OfType<Tensor>().ToList();
                if (gradients.Count > 0)
                    Calls._foreach_zero_(gradients);
            }

            /// <summary>The state of a parameter by PyTorch's names ("step", "exp_avg", …): the tensors themselves; empty before its first step.</summary>
            public new virtual IReadOnlyDictionary<string, Tensor> State(Parameter parameter) => StateOf(parameter);

            /// <summary>Replaces a parameter's state by copies of the given tensors, on the parameter's device.</summary>
            public void LoadState(Parameter parameter, IEnumerable<KeyValuePair<string, Tensor>> state)
            {
                ArgumentNullException.ThrowIfNull(state);
                if (!parameters().Any(known => ReferenceEquals(known, parameter)))
                    throw new ArgumentException($"{GetType().Name}: the parameter is not one of this optimizer's.", nameof(parameter));
                var own = StateOf(parameter);
                using var grad = no_grad();
                var fresh = state.ToDictionary(entry => entry.Key, entry => (entry.Key == "step" ? entry.Value.to(ScalarType.Float32, CPU, copy: true) : entry.Value.to(entry.Value.dtype, parameter.device, copy: true)).DetachFromDisposeScope());
                foreach (var old in own.Values)
                    old.Dispose();
                own.Clear();
                foreach (var (name, value) in fresh)
                    own[name] = value;
                Loaded(parameter);
                Loaded();
            }

            /// <summary>Called after a parameter's state was replaced.</summary>
            protected virtual void Loaded(Parameter parameter)
            {
            }

            /// <summary>Called after state was replaced, so that lists made from it are made anew.</summary>
            protected virtual void Loaded()
            {
            }

            protected Dictionary<string, Tensor> StateOf(Parameter parameter)
            {
                if (!_state.TryGetValue(parameter, out var state))
                    _state[parameter] = state = [];
                return state;
            }

            /// <summary>A state tensor of the parameter, made at first as zeros of its shape.</summary>
            protected Tensor Zeros(Parameter parameter, string name)
            {
                var state = StateOf(parameter);
                if (!state.TryGetValue(name, out var tensor))
                    state[name] = tensor = zeros_like(parameter).DetachFromDisposeScope();
                return tensor;
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
                foreach (var state in _state.Values)
                    foreach (var tensor in state.Values)
                        tensor.Dispose();
                _state.Clear();
            }
        }
    }
}
