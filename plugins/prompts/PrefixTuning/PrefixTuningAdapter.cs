// Prefix-tuning once it is attached.
using System.Text.Json.Nodes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.Prompts;

/// <summary>Prefix-tuning, attached to a model: it hands the model a cache that holds the prefix already.</summary>
/// <param name="options">Its options.</param>
/// <param name="layout">The shape of the model's attention.</param>
/// <param name="prefix">The trained keys and values.</param>
/// <param name="weight">Any weight of the model: its floating type is that of the cache.</param>
internal sealed class PrefixTuningAdapter(PrefixTuningOptions options, AttentionLayout layout, Prefix prefix, Tensor weight) : Adapter
{
    private const string Stored = "prompt_embeddings";

    public override AdapterTraits Traits => AdapterTraits.FreezesBase;

    public override IEnumerable<KeyValuePair<string, Parameter>> Parameters =>
        prefix.named_parameters().Select(pair => KeyValuePair.Create(pair.name == "table" ? Stored : pair.name, pair.parameter));

    public override nn.Module OwnModule => prefix;

    public override JsonObject ToPeftConfig() => PrefixTuningConfig.Write(options, layout);

    public override IEnumerable<KeyValuePair<string, Tensor>> ToStored()
    {
        using var frozen = no_grad();
        return [KeyValuePair.Create(Stored, prefix.Compute())];
    }

    public override void LoadStored(IReadOnlyDictionary<string, Tensor> stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        prefix.Take(stored[Stored]);
    }

    public override Batch Prepare(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        // A cache with positions in it comes from an earlier step of generation, and begins with the prefix.
        if (batch.Cache is { Length: > 0 }) return batch;
        var cache = new KeyValueCache(layout.Layers) { VirtualPositions = options.VirtualTokens };
        var parts = prefix.Compute().to(weight.dtype)
            .view(options.VirtualTokens, 2 * layout.Layers, layout.KeyValueHeads, layout.HeadDimension).permute(1, 2, 0, 3).unbind(0);
        long[] shape = [batch.Rows, layout.KeyValueHeads, options.VirtualTokens, layout.HeadDimension];
        for (var layer = 0; layer < layout.Layers; layer++)
            cache.Append(layer, parts[2 * layer].unsqueeze(0).expand(shape), parts[2 * layer + 1].unsqueeze(0).expand(shape));
        return new Batch(batch) { Cache = cache };
    }
}
