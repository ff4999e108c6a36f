// The contract of a loss.
using TorchSharp;

namespace PluginHost;

/// <summary>A scalar to minimise, from named tensors.</summary>
public abstract class Loss
{
    /// <summary>The tensors that it reads, such as <see cref="Fields.Logits"/> and <see cref="Fields.Labels"/>.</summary>
    public abstract IReadOnlyList<string> Reads { get; }

    /// <summary>The loss.</summary>
    /// <param name="values">Has every tensor of <see cref="Reads"/>.</param>
    /// <returns>A scalar: the mean over what <see cref="Weigh"/> counts.</returns>
    public abstract torch.Tensor Compute(TensorMap values);

    /// <summary>How many items the mean is taken over; null when every batch counts alike.</summary>
    /// <param name="values">Has every tensor of <see cref="Reads"/>.</param>
    public virtual torch.Tensor? Weigh(TensorMap values) => null;
}
