// Dropout that costs nothing where it does nothing.
using TorchSharp;
using static TorchSharp.torch.nn;

namespace PluginHost.Layers;

/// <summary>Dropout that calls no operator where it does nothing.</summary>
public static class Regularization
{
    /// <summary>Zeroes each number with a probability and scales the others by 1/(1 - p), while training; otherwise the input itself.</summary>
    /// <param name="input">Any shape.</param>
    /// <param name="probability">From 0 to 1.</param>
    /// <param name="training">The module's <c>training</c>.</param>
    public static torch.Tensor Dropout(torch.Tensor input, double probability, bool training) =>
        training && probability > 0 ? functional.dropout(input, probability, true) : input;
}
