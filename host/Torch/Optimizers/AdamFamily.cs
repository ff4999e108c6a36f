// What Adam and AdamW share: moments by parameter and three ways to make one step, all of the same formula.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², p ← p − lr · m̂ / (√v̂ + eps) (Kingma and Ba 2014). On the CPU in one pass over memory, on a GPU with
/// libtorch's fused operator where it answers, else with operators over lists.
/// </summary>
public abstract class AdamFamily : optim.Optimizer
{
    private readonly Dictionary<Parameter, long> _steps = new(ReferenceEqualityComparer.Instance);
    private readonly bool _decoupled;

    private protected AdamFamily(IEnumerable<ParamGroup> groups, AdamOptions defaults, bool decoupled)
        : base(groups, defaults)
    {
        _decoupled = decoupled;
    }

    /// <summary>β₁ and β₂ of groups that come without.</summary>
    public (double, double) Betas
    {
        get => (((AdamOptions)Defaults).beta1!.Value, ((AdamOptions)Defaults).beta2!.Value);
        set
        {
            foreach (var options in ParamGroups.Select(group => (AdamOptions)group.Options!).Append((AdamOptions)Defaults))
                (options.beta1, options.beta2) = value;
        }
    }

    protected override OptimizerOptions WithDefaults(OptimizerOptions? options)
    {
        var defaults = (AdamOptions)Defaults;
        var own = options as AdamOptions ?? defaults.New();
        if (options is not null and not AdamOptions)
            own.LearningRate = options.LearningRate;
        own.LearningRate ??= defaults.LearningRate;
        own.beta1 ??= defaults.beta1;
        own.beta2 ??= defaults.beta2;
        own.eps ??= defaults.eps;
        own.weight_decay ??= defaults.weight_decay;
        own.amsgrad ??= defaults.amsgrad;
        own.maximize ??= defaults.maximize;
        own.Check(GetType().Name);
        return own;
    }

    /// <summary>step, exp_avg, exp_avg_sq (and max_exp_avg_sq), as PyTorch names them.</summary>
    public override IReadOnlyDictionary<string, Tensor> State(Parameter parameter)
    {
        var state = StateOf(parameter);
        if (_steps.TryGetValue(parameter, out var step) && state.Count > 0)
        {
            using var grad = no_grad();
            if (!state.TryGetValue("step", out var tensor))
                state["step"] = tensor = zeros([], ScalarType.Float32).DetachFromDisposeScope();
            tensor.fill_(step);
        }
        return state;
    }

    protected override void Loaded() => _steps.Clear();

    private long NextStep(Parameter parameter)
    {
        if (!_steps.TryGetValue(parameter, out var step))
            step = StateOf(parameter).TryGetValue("step", out var saved) ? (long)saved.ToDouble() : 0;
        return _steps[parameter] = step + 1;
    }

    protected override void Step(ParamGroup group, List<Parameter> parameters, List<Tensor> gradients)
    {
        var options = (AdamOptions)group.Options!;
        var rest = new List<int>();
        for (var i = 0; i < parameters.Count; i++)
        {
            var parameter = parameters[i];
            var average = Zeros(parameter, "exp_avg");
            var square = Zeros(parameter, "exp_avg_sq");
            if (options.amsgrad == true)
                Zeros(parameter, "max_exp_avg_sq");
            else if (AdamKernel.Fits(parameter, gradients[i], average, square))
            {
                AdamKernel.Step(parameter, gradients[i], average, square, NextStep(parameter), options, _decoupled);
                continue;
            }
            rest.Add(i);
        }
        // Lists of one step number, so that the bias corrections are the same throughout.
        foreach (var list in rest.GroupBy(i => (NextStep(parameters[i]), parameters[i].dtype, parameters[i].device.ToString())))
            AdamLists.Step([.. list.Select(i => parameters[i])], [.. list.Select(i => gradients[i])],
                [.. list.Select(i => StateOf(parameters[i]))], list.Key.Item1, options, _decoupled);
    }
}
