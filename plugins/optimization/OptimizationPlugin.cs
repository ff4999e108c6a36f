// The family of optimizers and learning-rate schedules.
using PluginHost;
using PluginHost.Optimization;

[assembly: Plugin("optimization", Sdk = "1", Author = "PluginHost", Description = "Optimizers and learning-rate schedules.")]
[assembly: Provides(Kind.Optimizer, "adamw", typeof(AdamWOptions), Summary = "Adam with decoupled weight decay.")]
[assembly: Provides(Kind.Optimizer, "adam", typeof(AdamOptions), Summary = "Adam.")]
[assembly: Provides(Kind.Optimizer, "sgd", typeof(SgdOptions), Summary = "Stochastic gradient descent, with momentum when asked for.")]
[assembly: Provides(Kind.Schedule, "cosine", typeof(CosineOptions), Summary = "A warmup, then half a cosine down to a floor.")]
[assembly: Provides(Kind.Schedule, "linear", typeof(LinearOptions), Summary = "A warmup, then a line down to a floor.")]
[assembly: Provides(Kind.Schedule, "constant", typeof(ConstantOptions), Summary = "A warmup, then the rate itself.")]

namespace PluginHost.Optimization;

/// <summary>Optimizers and learning-rate schedules.</summary>
public sealed class OptimizationPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IRegistry registry)
    {
        registry.Optimizer<AdamWOptions>("adamw", AdamW.Create);
        registry.Optimizer<AdamOptions>("adam", Adam.Create);
        registry.Optimizer<SgdOptions>("sgd", Sgd.Create);
        registry.Schedule<CosineOptions>("cosine", (options, context) => new Cosine(options, context.Warn));
        registry.Schedule<LinearOptions>("linear", (options, context) => new Linear(options, context.Warn));
        registry.Schedule<ConstantOptions>("constant", (options, context) => new Constant(options, context.Warn));
    }
}
