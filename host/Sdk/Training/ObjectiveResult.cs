// What one step computed.
using TorchSharp;

namespace PluginHost;

/// <summary>What one step computed.</summary>
/// <param name="Loss">A scalar with a graph: the mean over <paramref name="Weight"/> items.</param>
/// <param name="Values">What metrics read: the model's outputs and what the objective added.</param>
/// <param name="Weight">
/// How many items the mean was taken over (label positions, rows). Micro-batches and ranks are averaged by it, so accumulating N
/// micro-batches gives the gradient of one large batch. Null counts every micro-batch alike.
/// </param>
public sealed record ObjectiveResult(torch.Tensor Loss, TensorMap Values, torch.Tensor? Weight = null)
{
    /// <summary>Scalars for the charts, by name (a reward margin, the two halves of a loss).</summary>
    public IReadOnlyDictionary<string, torch.Tensor> Charts { get; init; } = new Dictionary<string, torch.Tensor>();
}
