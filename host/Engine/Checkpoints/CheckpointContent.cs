// What a checkpoint holds, apart from the run that goes on.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>What a checkpoint holds: copies that the training no longer touches.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Tensors">Tensors by name, on the CPU.</param>
/// <param name="Values">Plain values, as JSON.</param>
/// <param name="Metrics">What the last evaluation gave.</param>
internal sealed record CheckpointContent(long Step, IReadOnlyList<(string Name, torch.Tensor Tensor)> Tensors, byte[] Values, IReadOnlyDictionary<string, double> Metrics);
