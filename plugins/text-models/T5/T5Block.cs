// One block of T5's encoder or decoder.
using PluginHost.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace PluginHost.TextModels;

/// <summary>Self-attention, in the decoder cross-attention, feed-forward.</summary>
internal sealed class T5Block : Module
{
    private readonly ModuleList<Module> layer;

    /// <summary>A fresh block of a stack.</summary>
    public T5Block(T5Options options, int index, bool decoder, T5RelativeBias? bias, torch.Generator generator) : base(nameof(T5Block))
    {
        var first = new T5SelfAttentionLayer(options, index, bias, generator);
        layer = decoder
            ? new ModuleList<Module>(first, new T5CrossAttentionLayer(options, index, generator), new T5FeedForwardLayer(options, generator))
            : new ModuleList<Module>(first, new T5FeedForwardLayer(options, generator));
        RegisterComponents();
    }

    /// <summary>[B, T, width] to [B, T, width].</summary>
    public torch.Tensor Apply(torch.Tensor hidden, AttentionMask mask, torch.Tensor? encoded, AttentionMask encoderMask, KeyValueCache? cache)
    {
        hidden = ((T5SelfAttentionLayer)layer[0]).Apply(hidden, mask, cache);
        if (encoded is not null) hidden = ((T5CrossAttentionLayer)layer[1]).Apply(hidden, encoded, encoderMask, cache);
        return ((T5FeedForwardLayer)layer[^1]).Apply(hidden);
    }
}
