// The last weights that are known to be good: those that gave a finite loss and finite gradients.
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.Engine;

/// <summary>
/// A copy of the trained weights, taken after a pass over them gave a finite loss and finite gradients, and before the update that may
/// ruin them: weights of 1e30 are finite and good for nothing. One copy in a few steps costs next to no time.
/// </summary>
/// <param name="parts">The stage.</param>
internal sealed class GoodWeights(StageParts parts)
{
    // From a GPU each copy is a transfer.
    private readonly long _every = parts.Device.type == DeviceType.CPU ? 10 : 100;
    private readonly List<(torch.Tensor Tensor, torch.Tensor Copy)> _copies = [], _buffers = [];

    /// <summary>The steps that were done when the copy was taken; null before the first.</summary>
    public long? Step { get; private set; }

    /// <summary>Copies the weights if it is time to.</summary>
    /// <param name="step">Steps done.</param>
    public void Keep(long step)
    {
        if (Step is not null && step % _every != 0) return;
        using var frozen = torch.no_grad();
        if (Step is null)
        {
            foreach (var (_, parameter) in parts.Trained) _copies.Add((parameter, torch.empty_like(parameter, device: torch.CPU).DetachFromDisposeScope()));
            foreach (var buffer in parts.Model.buffers().Concat(parts.Objective.buffers()).Where(buffer => buffer.is_floating_point()))
                _buffers.Add((buffer, torch.empty_like(buffer, device: torch.CPU).DetachFromDisposeScope()));
        }

        foreach (var (tensor, copy) in _copies.Concat(_buffers)) copy.copy_(tensor);
        Step = step;
    }

    /// <summary>Puts running statistics back that a pass over numbers that are not finite has ruined.</summary>
    public void RestoreBuffers()
    {
        using var frozen = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var (tensor, copy) in _buffers)
            if (!tensor.isfinite().all().item<bool>()) tensor.copy_(copy);
    }

    /// <summary>Puts the copy back into the model.</summary>
    public void Restore()
    {
        using var frozen = torch.no_grad();
        foreach (var (tensor, copy) in _copies.Concat(_buffers)) tensor.copy_(copy);
    }
}
