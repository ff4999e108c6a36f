// What a model's forward takes.
using TorchSharp;

namespace PluginHost;

/// <summary>The inputs of one forward pass: named tensors, and the cache that generation and prefix methods use.</summary>
public sealed class Batch : TensorMap
{
    /// <summary>An empty batch.</summary>
    public Batch()
    {
    }

    /// <summary>A batch with the same tensors, cache and wishes as another.</summary>
    public Batch(Batch other) : base(other)
    {
        Cache = other.Cache;
        WantHiddenStates = other.WantHiddenStates;
    }

    /// <summary>The first dimension of the first tensor; 0 for an empty batch.</summary>
    public long Rows => this.Select(pair => pair.Value).FirstOrDefault(tensor => tensor.dim() > 0)?.shape[0] ?? 0;

    /// <summary>Keys and values of earlier positions. A model that is given one attends to what it holds and appends to it.</summary>
    public KeyValueCache? Cache { get; set; }

    /// <summary>Asks the model for <see cref="Fields.HiddenStates"/>.</summary>
    public bool WantHiddenStates { get; set; }

    /// <summary>A copy of this batch with one tensor set; this batch is unchanged.</summary>
    public Batch With(string name, torch.Tensor tensor) => new(this) { [name] = tensor };

    /// <summary>A copy of this batch on a device; tensors that are there already are shared.</summary>
    public Batch To(torch.Device device)
    {
        var moved = new Batch(this);
        foreach (var (name, tensor) in this) moved[name] = tensor.to(device);
        return moved;
    }
}
