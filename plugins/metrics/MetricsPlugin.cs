// The family of metrics.
using PluginHost;
using PluginHost.Metrics;

[assembly: Plugin("metrics", Sdk = "1", Author = "PluginHost", Description = "Figures over an evaluation.")]
[assembly: Provides(Kind.Metric, "accuracy", typeof(NoOptions), Summary = "The share of rows or positions whose label has the largest logit.")]
[assembly: Provides(Kind.Metric, "majority", typeof(NoOptions), Summary = "The accuracy of the best constant answer: what any classifier has to beat.")]
[assembly: Provides(Kind.Metric, "perplexity", typeof(NoOptions), Summary = "exp of the mean loss.")]
[assembly: Provides(Kind.Metric, "f1", typeof(F1Options), Summary = "The harmonic mean of precision and recall: macro, micro, or of one class.")]

namespace PluginHost.Metrics;

/// <summary>Figures over an evaluation.</summary>
public sealed class MetricsPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IRegistry registry)
    {
        registry.Metric<NoOptions>("accuracy", (_, _) => new Accuracy());
        registry.Metric<NoOptions>("majority", (_, _) => new Majority());
        registry.Metric<NoOptions>("perplexity", (_, _) => new Perplexity());
        registry.Metric<F1Options>("f1", (options, _) => new F1(options));
    }
}
