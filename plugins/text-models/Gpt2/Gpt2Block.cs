// One block of GPT-2.
using PluginHost.Layers;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace PluginHost.TextModels;

/// <summary>A pre-norm block: x + attention(norm(x)), then x + feed-forward(norm(x)).</summary>
internal sealed class Gpt2Block : Module<torch.Tensor, AttentionMask, KeyValueCache?, torch.Tensor>
{
    private readonly Module<torch.Tensor, torch.Tensor> ln_1;
    private readonly Gpt2Attention attn;
    private readonly Module<torch.Tensor, torch.Tensor> ln_2;
    private readonly Module<torch.Tensor, torch.Tensor> mlp;

    /// <summary>A fresh block of a layer, from 0.</summary>
    public Gpt2Block(Gpt2Options options, int layer, torch.Generator generator) : base(nameof(Gpt2Block))
    {
        ln_1 = LayerNorm(options.Width, options.LayerNormEpsilon);
        attn = new Gpt2Attention(options, layer, generator);
        ln_2 = LayerNorm(options.Width, options.LayerNormEpsilon);
        mlp = new Gpt2FeedForward(options, generator);
        RegisterComponents();
    }

    /// <summary>[B, T, width] to [B, T, width].</summary>
    public override torch.Tensor forward(torch.Tensor hidden, AttentionMask mask, KeyValueCache? cache)
    {
        hidden = hidden + attn.call(ln_1.call(hidden), mask, cache);
        return hidden + mlp.call(ln_2.call(hidden));
    }
}
