// The contract of a merge method.
using TorchSharp;

namespace PluginHost;

/// <summary>Combines the same tensor of several models, or several adapters' changes to it, into one.</summary>
public abstract class MergeMethod
{
    /// <summary>The merged tensor.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="baseline">The tensor of the common base, or null when there is none.</param>
    /// <param name="tensors">The tensors to merge; all of one shape.</param>
    /// <param name="weights">One weight a tensor.</param>
    public abstract torch.Tensor Merge(string name, torch.Tensor? baseline, IReadOnlyList<torch.Tensor> tensors, IReadOnlyList<double> weights);
}
