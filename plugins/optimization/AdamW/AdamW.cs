// The optimizer "adamw".
using TorchSharp;

namespace PluginHost.Optimization;

/// <summary>
/// m ← β₁m + (1 - β₁)g, v ← β₂v + (1 - β₂)g², θ ← θ - η(m̂ / (√v̂ + ε) + λθ), with m̂ and v̂ corrected for their start at 0
/// (Loshchilov and Hutter 2019, "Decoupled weight decay regularization"); the update itself is torch's.
/// </summary>
internal static class AdamW
{
    /// <summary>Makes the optimizer.</summary>
    public static torch.optim.Optimizer Create(AdamWOptions options, OptimizerContext context) => torch.optim.AdamW(
        DecayGroup.Of(context, options.LearningRate, options.WeightDecay, options.DecayVectors, "optimizer \"adamw\"").Select(group =>
            new TorchSharp.Modules.AdamW.ParamGroup(group.Parameters, group.LearningRate, options.Beta1, options.Beta2, options.Epsilon, group.WeightDecay)),
        options.LearningRate, options.Beta1, options.Beta2, options.Epsilon, options.WeightDecay);
}
