// The family of losses.
using PluginHost;
using PluginHost.Losses;

[assembly: Plugin("losses", Sdk = "1", Author = "PluginHost", Description = "Losses over logits and labels.")]
[assembly: Provides(Kind.Loss, "cross-entropy", typeof(CrossEntropyOptions), Summary = "One class a row or position; labels of -100 do not count.")]
[assembly: Provides(Kind.Loss, "mean-squared-error", typeof(NoOptions), Summary = "Numbers to be predicted.")]
[assembly: Provides(Kind.Loss, "binary-cross-entropy", typeof(BinaryCrossEntropyOptions), Summary = "Several classes at once, each a yes or a no.")]

namespace PluginHost.Losses;

/// <summary>Losses over logits and labels.</summary>
public sealed class LossesPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IRegistry registry)
    {
        registry.Loss<CrossEntropyOptions>("cross-entropy", (options, _) => new CrossEntropy(options));
        registry.Loss<NoOptions>("mean-squared-error", (_, _) => new MeanSquaredError());
        registry.Loss<BinaryCrossEntropyOptions>("binary-cross-entropy", (options, _) => new BinaryCrossEntropy(options));
    }
}
