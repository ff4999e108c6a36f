// The base of modules that an adapter puts in the place of a model's own.
using TorchSharp;

namespace PluginHost;

/// <summary>
/// Stands in the place of a module and holds it as <c>base_layer</c>. Several adapters on one module nest, the last one outermost. What
/// a wrapper adds is not part of the base model's state: <see cref="ModelFiles"/> passes over it and leaves <c>base_layer</c> out of names.
/// </summary>
public abstract class AdaptedModule : torch.nn.Module<torch.Tensor, torch.Tensor>
{
    /// <summary>Wraps a module.</summary>
    /// <param name="name">The wrapper's name for error messages.</param>
    /// <param name="baseLayer">The module that is wrapped: the model's own or another wrapper.</param>
    protected AdaptedModule(string name, torch.nn.Module<torch.Tensor, torch.Tensor> baseLayer) : base(name)
    {
        BaseLayer = baseLayer;
        register_module("base_layer", baseLayer);
    }

    /// <summary>The module that is wrapped.</summary>
    public torch.nn.Module<torch.Tensor, torch.Tensor> BaseLayer { get; }

    /// <summary>Whether the adapter takes part; where not, <c>forward</c> must return what <see cref="BaseLayer"/> does.</summary>
    public bool Active { get; set; } = true;
}
