// The feed-forward part of a T5 block.
using PluginHost.Layers;
using TorchSharp;
using static TorchSharp.torch.nn;
using Activations = PluginHost.Layers.Activations;

namespace PluginHost.TextModels;

/// <summary>wo(act(wi x)), or wo(act(wi_0 x) · wi_1 x) when gated.</summary>
internal sealed class T5FeedForward : Module<torch.Tensor, torch.Tensor>
{
    private readonly Module<torch.Tensor, torch.Tensor>? wi;
    private readonly Module<torch.Tensor, torch.Tensor>? wi_0;
    private readonly Module<torch.Tensor, torch.Tensor>? wi_1;
    private readonly Module<torch.Tensor, torch.Tensor> wo;
    private readonly Func<torch.Tensor, torch.Tensor> _activation;
    private readonly double _dropout;

    /// <summary>A fresh one.</summary>
    public T5FeedForward(T5Options options, torch.Generator generator) : base(nameof(T5FeedForward))
    {
        var deviation = options.InitializerFactor / Math.Sqrt(options.Width);
        if (options.Gated)
        {
            wi_0 = T5Projection.Make(options.Width, options.InnerWidth, deviation, generator);
            wi_1 = T5Projection.Make(options.Width, options.InnerWidth, deviation, generator);
        }
        else
        {
            wi = T5Projection.Make(options.Width, options.InnerWidth, deviation, generator);
        }

        wo = T5Projection.Make(options.InnerWidth, options.Width, options.InitializerFactor / Math.Sqrt(options.InnerWidth), generator);
        (_activation, _dropout) = (Activations.Get(options.Activation), options.Dropout);
        RegisterComponents();
    }

    /// <summary>[B, T, width] to [B, T, width].</summary>
    public override torch.Tensor forward(torch.Tensor hidden)
    {
        var inner = wi is not null ? _activation(wi.call(hidden)) : _activation(wi_0!.call(hidden)) * wi_1!.call(hidden);
        return wo.call(Regularization.Dropout(inner, _dropout, training));
    }
}
