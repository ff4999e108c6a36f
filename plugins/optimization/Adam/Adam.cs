// The optimizer "adam".
using TorchSharp;

namespace PluginHost.Optimization;

/// <summary>
/// m ← β₁m + (1 - β₁)g, v ← β₂v + (1 - β₂)g², θ ← θ - η m̂ / (√v̂ + ε), with m̂ and v̂ corrected for their start at 0
/// (Kingma and Ba 2015, "Adam"); the update itself is torch's.
/// </summary>
internal static class Adam
{
    /// <summary>Makes the optimizer.</summary>
    public static torch.optim.Optimizer Create(AdamOptions options, OptimizerContext context) => torch.optim.Adam(
        DecayGroup.Of(context, options.LearningRate, options.WeightDecay, options.DecayVectors, "optimizer \"adam\"").Select(group =>
            new TorchSharp.Modules.Adam.ParamGroup(group.Parameters, group.LearningRate, options.Beta1, options.Beta2, options.Epsilon, group.WeightDecay)),
        options.LearningRate, options.Beta1, options.Beta2, options.Epsilon, options.WeightDecay);
}
