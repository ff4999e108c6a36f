// The family of low-rank adapters.
using PluginHost;
using PluginHost.LowRank;

[assembly: Plugin("low-rank", Sdk = "1", Author = "PluginHost", Description = "Adapters whose update of a weight is of low rank.")]
[assembly: Provides(Kind.Adapter, "lora", typeof(LoraOptions), Format = "LORA", Summary = "Low-rank adaptation: trains two thin matrices beside each target.")]

namespace PluginHost.LowRank;

/// <summary>Adapters whose update of a weight is of low rank.</summary>
public sealed class LowRankPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IRegistry registry) => registry.Adapter<LoraOptions>("lora", Lora.Attach, LoraConfig.Read, LoraConfig.Keys);
}
