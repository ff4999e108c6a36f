// T5's attention, over the own positions or over the encoder's.
using PluginHost.Layers;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace PluginHost.TextModels;

/// <summary>Attention without biases and without a scale (the initial weights hold it).</summary>
internal sealed class T5Attention : Module
{
    private readonly Module<torch.Tensor, torch.Tensor> q;
    private readonly Module<torch.Tensor, torch.Tensor> k;
    private readonly Module<torch.Tensor, torch.Tensor> v;
    private readonly Module<torch.Tensor, torch.Tensor> o;
    private readonly T5RelativeBias? relative_attention_bias;
    private readonly T5Options _options;
    private readonly int _layer;

    /// <summary>Fresh attention of a layer, from 0.</summary>
    /// <param name="options">The architecture's options.</param>
    /// <param name="layer">The layer in its stack.</param>
    /// <param name="bias">The stack's bias by distance, which its first self-attention keeps; null elsewhere.</param>
    /// <param name="generator">Where weights are drawn from.</param>
    public T5Attention(T5Options options, int layer, T5RelativeBias? bias, torch.Generator generator) : base(nameof(T5Attention))
    {
        (_options, _layer, relative_attention_bias) = (options, layer, bias);
        var (inner, factor) = (options.Heads * options.HeadWidth, options.InitializerFactor);
        q = T5Projection.Make(options.Width, inner, factor / Math.Sqrt(options.Width * options.HeadWidth), generator);
        k = T5Projection.Make(options.Width, inner, factor / Math.Sqrt(options.Width), generator);
        v = T5Projection.Make(options.Width, inner, factor / Math.Sqrt(options.Width), generator);
        o = T5Projection.Make(inner, options.Width, factor / Math.Sqrt(inner), generator);
        RegisterComponents();
    }

    /// <summary>Attention of positions over themselves and, with a cache, over earlier ones: [B, T, width] to [B, T, width].</summary>
    public torch.Tensor OverSelf(torch.Tensor hidden, AttentionMask mask, KeyValueCache? cache)
    {
        var (key, value) = (Heads(k, hidden), Heads(v, hidden));
        if (cache is not null) (key, value) = cache.Append(_layer, key, value);
        return Over(hidden, key, value, mask);
    }

    /// <summary>Attention over the encoder's hidden states [B, S, width], whose keys and values a cache keeps.</summary>
    public torch.Tensor OverEncoder(torch.Tensor hidden, torch.Tensor encoded, AttentionMask mask, KeyValueCache? cache)
    {
        if (cache?.Cross(_layer) is not { } held)
        {
            held = (Heads(k, encoded), Heads(v, encoded));
            cache?.SetCross(_layer, held.Keys, held.Values);
        }

        return Over(hidden, held.Keys, held.Values, mask);
    }

    private torch.Tensor Over(torch.Tensor hidden, torch.Tensor key, torch.Tensor value, AttentionMask mask) =>
        o.call(Attention.Compute(Heads(q, hidden), key, value, mask, training ? _options.Dropout : 0, scale: 1));

    private torch.Tensor Heads(Module<torch.Tensor, torch.Tensor> projection, torch.Tensor hidden) => Attention.SplitHeads(projection.call(hidden), _options.Heads);
}
