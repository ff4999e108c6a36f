// The family of adapters that put trained positions before a row's own.
using PluginHost;
using PluginHost.Prompts;

[assembly: Plugin("prompts", Sdk = "1", Author = "PluginHost", Description = "Adapters that put trained positions before a row's own.")]
[assembly: Provides(Kind.Adapter, "prefix-tuning", typeof(PrefixTuningOptions), Format = "PREFIX_TUNING", Summary = "Trains keys and values that every layer's attention finds before the row.")]

namespace PluginHost.Prompts;

/// <summary>Adapters that put trained positions before a row's own.</summary>
public sealed class PromptsPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IRegistry registry) =>
        registry.Adapter<PrefixTuningOptions>("prefix-tuning", PrefixTuning.Attach, PrefixTuningConfig.Read, PrefixTuningConfig.Keys);
}
