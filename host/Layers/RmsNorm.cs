// The norm of T5 and of the Llama family.
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.Layers;

/// <summary>
/// Root mean square layer normalisation (Zhang and Sennrich 2019): w x / √(mean(x²) + ε), without mean and bias. The mean of squares is
/// taken in float32 whatever the input's type.
/// </summary>
public sealed class RmsNorm : torch.nn.Module<torch.Tensor, torch.Tensor>
{
    private readonly Parameter weight;
    private readonly double _epsilon;

    /// <summary>A norm whose weight is 1.</summary>
    /// <param name="width">Size of the last dimension.</param>
    /// <param name="epsilon">ε, as the model's configuration gives it.</param>
    public RmsNorm(long width, double epsilon = 1e-6) : base(nameof(RmsNorm))
    {
        _epsilon = epsilon;
        weight = new Parameter(torch.ones(width));
        RegisterComponents();
    }

    /// <summary>The weight, [width].</summary>
    public Parameter Weight => weight;

    /// <summary>Normalises the last dimension.</summary>
    public override torch.Tensor forward(torch.Tensor input)
    {
        var type = input.dtype;
        var exact = type == torch.float32 || type == torch.float64 ? input : input.to(torch.float32);
        var normal = exact * exact.square().mean([-1L], keepdim: true).add_(_epsilon).rsqrt_();
        return weight * (type == exact.dtype ? normal : normal.to(type));
    }
}
