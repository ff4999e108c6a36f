// Lion.
namespace MyNamePlugin;

/// <summary>
/// θ ← θ - η (sign(β₁m + (1 - β₁)g) + λθ), then m ← β₂m + (1 - β₂)g (Chen et al. 2023, "Symbolic discovery of optimization algorithms",
/// algorithm 2). One state tensor a parameter, where Adam has two.
/// </summary>
public sealed class MyNameOptimizer(MyNameOptions options, OptimizerContext context) : optim.Optimizer(
    context.Groups.Select(group => new ParamGroup(group.Parameters.Select(pair => pair.Value), new Settings
    {
        LearningRate = options.LearningRate * group.LearningRateFactor,
        WeightDecay = group.WeightDecay ?? options.WeightDecay,
    })),
    new Settings { LearningRate = options.LearningRate, WeightDecay = options.WeightDecay })
{
    protected override OptimizerOptions WithDefaults(OptimizerOptions? given) => given as Settings ?? Defaults;

    // Called once a step for each group, without gradients being recorded.
    protected override void Step(ParamGroup group, List<Parameter> parameters, List<Tensor> gradients)
    {
        var settings = (Settings)group.Options!;
        // The schedule sets the group's rate before each step.
        var rate = group.LearningRate;
        foreach (var (parameter, gradient) in parameters.Zip(gradients))
        {
            // State by name is what a checkpoint holds; it begins as zeros.
            var momentum = Zeros(parameter, "exp_avg");
            var update = (momentum * options.Beta1 + gradient * (1 - options.Beta1)).sign();
            parameter.mul_(1 - rate * settings.WeightDecay).sub_(update * rate);
            momentum.mul_(options.Beta2).add_(gradient * (1 - options.Beta2));
        }
    }

    private sealed class Settings : OptimizerOptions
    {
        public double WeightDecay { get; init; }
    }
}
