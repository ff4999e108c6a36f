// GPT-2's projection: a linear map that stores its weight the other way round.
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.Layers;

/// <summary>
/// A linear map whose weight is (in, out), as GPT-2's files have it: y = x W + b. The name is Hugging Face's; nothing is convolved.
/// </summary>
public sealed class Conv1D : torch.nn.Module<torch.Tensor, torch.Tensor>, IProjection
{
    private readonly Parameter weight;
    private readonly Parameter bias;

    /// <summary>A projection whose weight is drawn from a normal distribution and whose bias is 0.</summary>
    /// <param name="inFeatures">Width of the input.</param>
    /// <param name="outFeatures">Width of the output.</param>
    /// <param name="deviation">Standard deviation of the weight.</param>
    /// <param name="generator">Where the weight is drawn from; null for the thread's generator.</param>
    public Conv1D(long inFeatures, long outFeatures, double deviation = 0.02, torch.Generator? generator = null) : base(nameof(Conv1D))
    {
        (InFeatures, OutFeatures) = (inFeatures, outFeatures);
        weight = new Parameter(Initial.Normal([inFeatures, outFeatures], deviation, generator));
        bias = new Parameter(torch.zeros(outFeatures));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public long InFeatures { get; }

    /// <inheritdoc/>
    public long OutFeatures { get; }

    /// <inheritdoc/>
    public bool FanInFanOut => true;

    /// <inheritdoc/>
    public Parameter Weight => weight;

    /// <inheritdoc/>
    public Parameter? Bias => bias;

    /// <summary>Projects the last dimension.</summary>
    /// <param name="input">[…, in].</param>
    /// <returns>[…, out].</returns>
    public override torch.Tensor forward(torch.Tensor input)
    {
        if (input.dim() == 2) return torch.addmm(bias, input, weight);
        var shape = input.shape;
        var rows = input.reshape(-1, InFeatures);
        shape[^1] = OutFeatures;
        return torch.addmm(bias, rows, weight).view(shape);
    }
}
