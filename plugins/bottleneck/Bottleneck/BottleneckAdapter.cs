// Bottlenecks once they are attached.
using System.Text.Json.Nodes;
using TorchSharp.Modules;

namespace PluginHost.Bottleneck;

/// <summary>Bottlenecks, attached to a model.</summary>
/// <param name="options">Their options.</param>
/// <param name="modules">What stands in the place of the model's modules.</param>
internal sealed class BottleneckAdapter(BottleneckOptions options, IReadOnlyList<BottleneckModule> modules) : Adapter
{
    public override AdapterTraits Traits => AdapterTraits.FreshIsIdentity | AdapterTraits.FreezesBase;

    public override IEnumerable<KeyValuePair<string, Parameter>> Parameters => modules.SelectMany(module => module.Stored);

    public override bool Enabled
    {
        get => base.Enabled;
        set
        {
            base.Enabled = value;
            foreach (var module in modules) module.Active = value;
        }
    }

    public override JsonObject ToPeftConfig() => BottleneckConfig.Write(options);
}
