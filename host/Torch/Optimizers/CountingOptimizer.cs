// What the optimizers share that count steps by parameter: options with defaults, lists of parameters at the same step, and numbers in the state.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>An optimizer whose formula depends on how many steps a parameter has made; "step" is in the state, as PyTorch has it.</summary>
public abstract class CountingOptimizer<TOptions> : optim.Optimizer where TOptions : CountingOptions, new()
{
    private readonly Dictionary<Parameter, Dictionary<string, double>> _numbers = new(ReferenceEqualityComparer.Instance);

    private protected CountingOptimizer(IEnumerable<ParamGroup> groups, TOptions defaults)
        : base(groups, defaults)
    {
    }

    protected override OptimizerOptions WithDefaults(OptimizerOptions? options)
    {
        var own = options as TOptions ?? new TOptions { LearningRate = options?.LearningRate, InitialLearningRate = options?.InitialLearningRate ?? 0 };
        own.LearningRate ??= Defaults.LearningRate;
        own.Fill((TOptions)Defaults);
        CountingOptions.Require(GetType().Name, "learning rate", own.LearningRate, own.LearningRate >= 0, "at least 0");
        own.Check(GetType().Name);
        return own;
    }

    protected override void Step(ParamGroup group, List<Parameter> parameters, List<Tensor> gradients)
    {
        var options = (TOptions)group.Options!;
        if (options.Maximizes)
            gradients = [.. Calls._foreach_neg(gradients)];
        if (options.Decay != 0)
            gradients = [.. Calls._foreach_add_List(gradients, parameters, options.Decay)];
        var steps = parameters.ConvertAll(parameter =>
        {
            var step = (long)Number(parameter, "step", 0) + 1;
            SetNumber(parameter, "step", step);
            return step;
        });
        // Lists of one step number, so that corrections by it are the same throughout.
        foreach (var list in Enumerable.Range(0, parameters.Count).GroupBy(i => (steps[i], parameters[i].dtype, parameters[i].device.ToString())))
            Update(options, list.Key.Item1, [.. list.Select(i => parameters[i])], [.. list.Select(i => gradients[i])]);
    }

    /// <summary>Changes parameters at the same step by their gradients, in which maximizing and weight decay are contained.</summary>
    private protected abstract void Update(TOptions options, long step, List<Parameter> parameters, List<Tensor> gradients);

    /// <summary>State tensors of a name, made at first as zeros.</summary>
    private protected List<Tensor> Zeros(List<Parameter> parameters, string name) => parameters.ConvertAll(parameter => Zeros(parameter, name));

    /// <summary>A state tensor of the parameter, made at first full of a value.</summary>
    private protected Tensor Full(Parameter parameter, string name, double value)
    {
        var state = StateOf(parameter);
        if (!state.TryGetValue(name, out var tensor))
            state[name] = tensor = full_like(parameter, value).DetachFromDisposeScope();
        return tensor;
    }

    /// <summary>A number of the parameter's state; in <see cref="State"/> it is a tensor of no dimensions.</summary>
    private protected double Number(Parameter parameter, string name, double initial)
    {
        var numbers = NumbersOf(parameter);
        if (!numbers.TryGetValue(name, out var value))
            numbers[name] = value = StateOf(parameter).TryGetValue(name, out var saved) ? saved.ToDouble() : initial;
        return value;
    }

    private protected void SetNumber(Parameter parameter, string name, double value) => NumbersOf(parameter)[name] = value;

    private Dictionary<string, double> NumbersOf(Parameter parameter)
    {
        if (!_numbers.TryGetValue(parameter, out var numbers))
            _numbers[parameter] = numbers = [];
        return numbers;
    }

    public override IReadOnlyDictionary<string, Tensor> State(Parameter parameter)
    {
        var state = StateOf(parameter);
        if (!_numbers.TryGetValue(parameter, out var numbers))
            return state;
        using var grad = no_grad();
        foreach (var (name, value) in numbers)
        {
            if (!state.TryGetValue(name, out var tensor))
                state[name] = tensor = zeros([], name == "step" ? ScalarType.Float32 : ScalarType.Float64).DetachFromDisposeScope();
            tensor.fill_(value);
        }
        return state;
    }

    protected override void Loaded(Parameter parameter) => _numbers.Remove(parameter);
}
