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

    /// <summary>
    /// The loss as something that it may be besides: an interface of a plugin's own, say, by which an objective learns what a reward is worth. To be
    /// asked in the place of <c>is</c>, since what an objective is given may be the host's, which stands before the recipe's loss; and to be asked
    /// again in each step, since a reload exchanges what stands behind.
    /// </summary>
    /// <returns>Null where it is no such thing.</returns>
    public virtual T? As<T>()
        where T : class => this as T;
}
