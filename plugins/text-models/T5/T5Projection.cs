// A linear map as T5 has it.
using PluginHost.Layers;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace PluginHost.TextModels;

/// <summary>A linear map without a bias.</summary>
internal static class T5Projection
{
    /// <summary>A fresh one whose weight has this standard deviation.</summary>
    public static Module<torch.Tensor, torch.Tensor> Make(long inputs, long outputs, double deviation, torch.Generator generator)
    {
        var linear = Linear(inputs, outputs, hasBias: false);
        linear.weight = new TorchSharp.Modules.Parameter(Initial.Normal([outputs, inputs], deviation, generator));
        return linear;
    }
}
