// The layers of a T5 block, one type each because files give each a name of its own: layer.N.{SelfAttention,EncDecAttention,DenseReluDense}.
using PluginHost.Layers;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace PluginHost.TextModels;

/// <summary>x + dropout(self-attention(norm(x))).</summary>
internal sealed class T5SelfAttentionLayer : Module
{
    private readonly T5Attention SelfAttention;
    private readonly Module<torch.Tensor, torch.Tensor> layer_norm;
    private readonly double _dropout;

    public T5SelfAttentionLayer(T5Options options, int layer, T5RelativeBias? bias, torch.Generator generator) : base(nameof(T5SelfAttentionLayer))
    {
        SelfAttention = new T5Attention(options, layer, bias, generator);
        layer_norm = new RmsNorm(options.Width, options.NormEpsilon);
        _dropout = options.Dropout;
        RegisterComponents();
    }

    public torch.Tensor Apply(torch.Tensor hidden, AttentionMask mask, KeyValueCache? cache) =>
        hidden + Regularization.Dropout(SelfAttention.OverSelf(layer_norm.call(hidden), mask, cache), _dropout, training);
}

/// <summary>x + dropout(cross-attention(norm(x), encoder)).</summary>
internal sealed class T5CrossAttentionLayer : Module
{
    private readonly T5Attention EncDecAttention;
    private readonly Module<torch.Tensor, torch.Tensor> layer_norm;
    private readonly double _dropout;

    public T5CrossAttentionLayer(T5Options options, int layer, torch.Generator generator) : base(nameof(T5CrossAttentionLayer))
    {
        EncDecAttention = new T5Attention(options, layer, bias: null, generator);
        layer_norm = new RmsNorm(options.Width, options.NormEpsilon);
        _dropout = options.Dropout;
        RegisterComponents();
    }

    public torch.Tensor Apply(torch.Tensor hidden, torch.Tensor encoded, AttentionMask mask, KeyValueCache? cache) =>
        hidden + Regularization.Dropout(EncDecAttention.OverEncoder(layer_norm.call(hidden), encoded, mask, cache), _dropout, training);
}

/// <summary>x + dropout(feed-forward(norm(x))).</summary>
internal sealed class T5FeedForwardLayer : Module
{
    private readonly Module<torch.Tensor, torch.Tensor> DenseReluDense;
    private readonly Module<torch.Tensor, torch.Tensor> layer_norm;
    private readonly double _dropout;

    public T5FeedForwardLayer(T5Options options, torch.Generator generator) : base(nameof(T5FeedForwardLayer))
    {
        DenseReluDense = new T5FeedForward(options, generator);
        layer_norm = new RmsNorm(options.Width, options.NormEpsilon);
        _dropout = options.Dropout;
        RegisterComponents();
    }

    public torch.Tensor Apply(torch.Tensor hidden) =>
        hidden + Regularization.Dropout(DenseReluDense.call(layer_norm.call(hidden)), _dropout, training);
}
