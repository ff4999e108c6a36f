// The feed-forward part of a GPT-2 block.
using PluginHost.Layers;
using TorchSharp;

namespace PluginHost.TextModels;

/// <summary>Two projections with an activation between them.</summary>
internal sealed class Gpt2FeedForward : torch.nn.Module<torch.Tensor, torch.Tensor>
{
    private readonly torch.nn.Module<torch.Tensor, torch.Tensor> c_fc;
    private readonly torch.nn.Module<torch.Tensor, torch.Tensor> c_proj;
    private readonly Func<torch.Tensor, torch.Tensor> _activation;
    private readonly double _dropout;

    /// <summary>A fresh one.</summary>
    public Gpt2FeedForward(Gpt2Options options, torch.Generator generator) : base(nameof(Gpt2FeedForward))
    {
        var inner = options.InnerWidth ?? 4 * options.Width;
        c_fc = new Conv1D(options.Width, inner, options.InitializerRange, generator);
        c_proj = new Conv1D(inner, options.Width, options.InitializerRange / Math.Sqrt(2 * options.Layers), generator);
        _activation = Activations.Get(options.Activation);
        _dropout = options.ResidualDropout;
        RegisterComponents();
    }

    /// <summary>[B, T, width] to [B, T, width].</summary>
    public override torch.Tensor forward(torch.Tensor hidden) =>
        Regularization.Dropout(c_proj.call(_activation(c_fc.call(hidden))), _dropout, training);
}
