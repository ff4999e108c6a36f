// T5's encoder or decoder.
using PluginHost.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace PluginHost.TextModels;

/// <summary>Blocks with one bias by distance for all of them, and a norm at the end.</summary>
internal sealed class T5Stack : Module
{
    private readonly ModuleList<T5Block> block;
    private readonly Module<torch.Tensor, torch.Tensor> final_layer_norm;
    private readonly T5Options _options;
    private readonly bool _decoder;
    private readonly Func<long, long, torch.Tensor> _bias;

    /// <summary>A fresh stack.</summary>
    public T5Stack(T5Options options, bool decoder, torch.Generator generator) : base(nameof(T5Stack))
    {
        (_options, _decoder) = (options, decoder);
        var bias = new T5RelativeBias(options, bothWays: !decoder, generator);
        // Its parameter belongs to the first block, where files have it; here it is only called.
        _bias = bias.For;
        var layers = decoder ? options.DecoderLayers ?? options.Layers : options.Layers;
        block = new ModuleList<T5Block>([.. Enumerable.Range(0, layers).Select(i => new T5Block(options, i, decoder, i == 0 ? bias : null, generator))]);
        final_layer_norm = new RmsNorm(options.Width, options.NormEpsilon);
        RegisterComponents();
    }

    /// <summary>Hidden states after the norm, [B, T, width].</summary>
    /// <param name="hidden">Embedded tokens.</param>
    /// <param name="tokens">Their mask, or null.</param>
    /// <param name="encoded">The encoder's hidden states, for the decoder.</param>
    /// <param name="encoderTokens">The encoder's mask, or null.</param>
    /// <param name="cache">The decoder's earlier positions, or null.</param>
    /// <param name="states">Collects the embeddings and every block's hidden states, the last one after the norm; null to collect none.</param>
    public torch.Tensor Apply(torch.Tensor hidden, torch.Tensor? tokens, torch.Tensor? encoded, torch.Tensor? encoderTokens, KeyValueCache? cache, List<torch.Tensor>? states)
    {
        hidden = Regularization.Dropout(hidden, _options.Dropout, training);
        var mask = AttentionMask.ForSelf(tokens, hidden, cache, causal: _decoder).Plus(_bias(cache?.Length ?? 0, hidden.size(1)));
        var encoderMask = encoded is null ? AttentionMask.Everything : AttentionMask.ForCross(encoderTokens, hidden.dtype);
        foreach (var each in block)
        {
            states?.Add(hidden);
            hidden = each.Apply(hidden, mask, encoded, encoderMask, cache);
        }

        hidden = Regularization.Dropout(final_layer_norm.call(hidden), _options.Dropout, training);
        states?.Add(hidden);
        return hidden;
    }
}
