// Fresh weights.
using TorchSharp;

namespace PluginHost.Layers;

/// <summary>Fresh weights, float32 on the CPU.</summary>
public static class Initial
{
    /// <summary>A generator with a seed of its own, so that a model's weights do not depend on what was drawn before.</summary>
    public static torch.Generator Generator(long seed) => new(seed, torch.CPU);

    /// <summary>Draws from a normal distribution around 0.</summary>
    /// <param name="shape">The tensor's sizes.</param>
    /// <param name="deviation">The standard deviation.</param>
    /// <param name="generator">Where to draw from; null for the thread's generator.</param>
    public static torch.Tensor Normal(long[] shape, double deviation, torch.Generator? generator = null) =>
        torch.randn(shape, generator: generator).mul_(deviation);
}
