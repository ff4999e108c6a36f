// Momentum descent that breaks its contract in one way, or in none.
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.Tests.Conformance;

internal sealed class OptimizerFault : torch.optim.Optimizer
{
    public static readonly (string Fault, string Check, string Says)[] All =
    [
        ("ascends", "it comes down a quadratic", "A quadratic"),
        ("hidden-state", "its state is read back", "State(parameter) has to hold all that an update depends on"),
        ("random", "the same gradients give the same steps", "The parameters after the same steps should be the same bit for bit"),
        ("one-rate", "every group has its own rate", "A parameter whose group has LearningRateFactor 0"),
        ("decays-all", "a parameter without a gradient stays as it is", "A parameter without a gradient before and after a step"),
    ];

    private readonly string _fault;
    private readonly Dictionary<Parameter, torch.Tensor> _hidden = new(ReferenceEqualityComparer.Instance);

    public OptimizerFault(string fault, OptimizerContext context) : base(context.Groups.Select(group => new SGD.ParamGroup(group.Parameters.Select(pair => pair.Value), 0.05 * group.LearningRateFactor)), new SGD.Options { LearningRate = 0.05 }) =>
        _fault = fault;

    public override torch.Tensor? step(Func<torch.Tensor>? closure = null)
    {
        var loss = base.step(closure);
        if (_fault != "decays-all") return loss;
        using var frozen = torch.no_grad();
        foreach (var parameter in parameters()) parameter.mul_(0.99);
        return loss;
    }

    protected override OptimizerOptions WithDefaults(OptimizerOptions? options) => options ?? Defaults;

    protected override void Step(ParamGroup group, List<Parameter> parameters, List<torch.Tensor> gradients)
    {
        foreach (var (parameter, gradient) in parameters.Zip(gradients))
        {
            var momentum = _fault == "hidden-state" ? Hidden(parameter) : Zeros(parameter, "momentum");
            momentum.mul_(0.5).add_(gradient);
            var rate = _fault == "one-rate" ? 0.05 : group.LearningRate;
            if (_fault == "ascends") rate = -rate;
            if (_fault == "random") rate *= 1 + Random.Shared.NextDouble();
            parameter.add_(momentum, alpha: -rate);
        }
    }

    private torch.Tensor Hidden(Parameter parameter) =>
        _hidden.TryGetValue(parameter, out var there) ? there : _hidden[parameter] = torch.zeros_like(parameter).DetachFromDisposeScope();
}
