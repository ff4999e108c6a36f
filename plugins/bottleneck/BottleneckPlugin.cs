// The family of adapters that stand in the residual stream.
using PluginHost;
using PluginHost.Bottleneck;

[assembly: Plugin("bottleneck", Sdk = "1", Author = "PluginHost", Description = "Small networks between a model's blocks and its residual stream.")]
[assembly: Provides(Kind.Adapter, "bottleneck", typeof(BottleneckOptions), Format = "BOTTLENECK", Summary = "Trains a narrow network behind the blocks of every layer (Houlsby, Pfeiffer).")]

namespace PluginHost.Bottleneck;

/// <summary>Small networks between a model's blocks and its residual stream.</summary>
public sealed class BottleneckPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IRegistry registry) =>
        registry.Adapter<BottleneckOptions>("bottleneck", Bottlenecks.Attach, BottleneckConfig.Read, BottleneckConfig.Keys);
}
