// The optimizer "sgd".
using TorchSharp;

namespace PluginHost.Optimization;

/// <summary>b ← μb + g, θ ← θ - ηb (Sutskever et al. 2013, in torch's form, where the rate is outside of the momentum).</summary>
internal static class Sgd
{
    /// <summary>Makes the optimizer.</summary>
    public static torch.optim.Optimizer Create(SgdOptions options, OptimizerContext context) => torch.optim.SGD(
        DecayGroup.Of(context, options.LearningRate, options.WeightDecay, options.DecayVectors, "optimizer \"sgd\"").Select(group =>
            new TorchSharp.Modules.SGD.ParamGroup(group.Parameters, group.LearningRate, options.Momentum, dampening: 0, group.WeightDecay, options.Nesterov)),
        options.LearningRate, options.Momentum, dampening: 0, options.WeightDecay, options.Nesterov);
}
