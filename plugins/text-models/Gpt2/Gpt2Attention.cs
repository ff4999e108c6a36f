// Multi-head causal self-attention of a GPT-2 block.
using PluginHost.Layers;
using TorchSharp;

namespace PluginHost.TextModels;

/// <summary>Causal self-attention with one projection for queries, keys and values.</summary>
internal sealed class Gpt2Attention : torch.nn.Module<torch.Tensor, AttentionMask, KeyValueCache?, torch.Tensor>
{
    private readonly torch.nn.Module<torch.Tensor, torch.Tensor> c_attn;
    private readonly torch.nn.Module<torch.Tensor, torch.Tensor> c_proj;
    private readonly Gpt2Options _options;
    private readonly int _layer;
    private readonly double _scale;

    /// <summary>Fresh attention of a layer, from 0.</summary>
    public Gpt2Attention(Gpt2Options options, int layer, torch.Generator generator) : base(nameof(Gpt2Attention))
    {
        (_options, _layer) = (options, layer);
        _scale = (options.ScaleAttention ? 1 / Math.Sqrt(options.Width / options.Heads) : 1) / (options.ScaleAttentionByLayer ? layer + 1 : 1);
        c_attn = new Conv1D(options.Width, 3 * options.Width, options.InitializerRange, generator);
        c_proj = new Conv1D(options.Width, options.Width, options.InitializerRange / Math.Sqrt(2 * options.Layers), generator);
        RegisterComponents();
    }

    /// <summary>[B, T, width] to [B, T, width].</summary>
    public override torch.Tensor forward(torch.Tensor hidden, AttentionMask mask, KeyValueCache? cache)
    {
        var (query, key, value) = Attention.SplitQueryKeyValue(c_attn.call(hidden), _options.Heads);
        if (cache is not null) (key, value) = cache.Append(_layer, key, value);
        var type = query.dtype;
        var upcast = _options.UpcastAttention && type != torch.float32;
        if (upcast) (query, key, value) = (query.to(torch.float32), key.to(torch.float32), value.to(torch.float32));
        var context = Attention.Compute(query, key, value, mask, training ? _options.AttentionDropout : 0, _scale);
        var output = c_proj.call(upcast ? context.to(type) : context);
        return Regularization.Dropout(output, _options.ResidualDropout, training);
    }
}
