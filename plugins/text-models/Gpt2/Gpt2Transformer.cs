// GPT-2 without a head.
using PluginHost.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace PluginHost.TextModels;

/// <summary>Token and position embeddings, the blocks, the last norm: what files call <c>transformer</c>.</summary>
internal sealed class Gpt2Transformer : Module<Batch, Outputs>
{
    private readonly Module<torch.Tensor, torch.Tensor> wte;
    private readonly Module<torch.Tensor, torch.Tensor> wpe;
    private readonly ModuleList<Gpt2Block> h;
    private readonly Module<torch.Tensor, torch.Tensor> ln_f;
    private readonly Gpt2Options _options;

    /// <summary>A fresh one.</summary>
    public Gpt2Transformer(Gpt2Options options, int vocabulary, torch.Generator generator) : base(nameof(Gpt2Transformer))
    {
        _options = options;
        wte = Embedding_from_pretrained(Initial.Normal([vocabulary, options.Width], options.InitializerRange, generator), freeze: false);
        wpe = Embedding_from_pretrained(Initial.Normal([options.Context, options.Width], options.InitializerRange, generator), freeze: false);
        h = new ModuleList<Gpt2Block>([.. Enumerable.Range(0, options.Layers).Select(layer => new Gpt2Block(options, layer, generator))]);
        ln_f = LayerNorm(options.Width, options.LayerNormEpsilon);
        RegisterComponents();
    }

    /// <summary>The token embeddings.</summary>
    public Module<torch.Tensor, torch.Tensor> TokenEmbeddings => wte;

    /// <summary>Hidden states of every position.</summary>
    public override Outputs forward(Batch batch)
    {
        var tokens = batch.Find(Fields.InputsEmbeds) ?? wte.call(batch[Fields.InputIds]);
        var hidden = tokens + wpe.call(Positions(batch, tokens.size(1), tokens.device));
        if (batch.Find(Fields.TokenTypeIds) is { } types) hidden = hidden + wte.call(types);
        hidden = Regularization.Dropout(hidden, _options.EmbeddingDropout, training);
        var mask = AttentionMask.ForSelf(batch.Find(Fields.AttentionMask), hidden, batch.Cache, causal: true);
        var states = batch.WantHiddenStates ? new List<torch.Tensor> { hidden } : null;
        for (var layer = 0; layer < h.Count; layer++)
        {
            hidden = h[layer].call(hidden, mask, batch.Cache);
            // The last entry is the one after the norm, as in Hugging Face's outputs.
            if (layer < h.Count - 1) states?.Add(hidden);
        }

        hidden = ln_f.call(hidden);
        states?.Add(hidden);
        var outputs = new Outputs(batch) { [Fields.LastHiddenState] = hidden };
        if (states is not null) outputs[Fields.HiddenStates] = torch.stack(states);
        return outputs;
    }

    // Given positions count tokens, and virtual ones stand before them; columns are counted on from the cache whatever the mask says.
    private torch.Tensor Positions(Batch batch, long length, torch.Device device)
    {
        var past = batch.Cache?.Length ?? 0;
        if (past + length > _options.Context)
            throw new RecipeException($"model \"gpt2\" was given {past + length} positions"
                + (past > 0 ? $" ({past} of them from the cache)" : "") + $", and it has {_options.Context}. Use shorter rows or a larger Context.");
        if (batch.Find(Fields.PositionIds) is not { } given) return torch.arange(past, past + length, dtype: torch.int64, device: device);
        return batch.Cache is { VirtualPositions: > 0 and var count } ? given + count : given;
    }
}
