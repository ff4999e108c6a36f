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
    private IReadOnlyList<string> _names = [];

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
            _names = [.. parts.Trained.Select(pair => pair.Key)];
            foreach (var (_, parameter) in parts.Trained) _copies.Add((parameter, torch.empty_like(parameter, device: torch.CPU).DetachFromDisposeScope()));
            foreach (var buffer in Buffers())
                _buffers.Add((buffer, torch.empty_like(buffer, device: torch.CPU).DetachFromDisposeScope()));
        }

        foreach (var (tensor, copy) in _copies.Concat(_buffers)) copy.copy_(tensor);
        Step = step;
    }

    /// <summary>The stage's tensors were exchanged for others that hold the same: the copy is of those from now on.</summary>
    public void Follow()
    {
        if (Step is null) return;
        var trained = parts.Trained.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var buffers = Buffers().ToList();
        // What the exchanged plugin trains besides has no copy before the next one is taken.
        if (_names.Count != trained.Count || _names.Any(name => !trained.ContainsKey(name)) || buffers.Count != _buffers.Count)
        {
            Forget();
            return;
        }

        for (var i = 0; i < _copies.Count; i++) _copies[i] = (trained[_names[i]], _copies[i].Copy);
        for (var i = 0; i < _buffers.Count; i++) _buffers[i] = (buffers[i], _buffers[i].Copy);
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

    private IEnumerable<torch.Tensor> Buffers() => parts.Buffers.Where(buffer => buffer.is_floating_point());

    private void Forget()
    {
        foreach (var (_, copy) in _copies.Concat(_buffers)) copy.Dispose();
        _copies.Clear();
        _buffers.Clear();
        Step = null;
    }
}
