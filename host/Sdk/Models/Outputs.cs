// What a model's forward returns.
namespace PluginHost;

/// <summary>The outputs of one forward pass: named tensors, and the inputs that led to them.</summary>
public sealed class Outputs : TensorMap
{
    /// <summary>Outputs of a forward pass over a batch.</summary>
    /// <param name="inputs">The batch as the backbone saw it.</param>
    public Outputs(Batch inputs) => Inputs = inputs;

    /// <summary>
    /// The batch as the backbone saw it, after adapters prepared it. An adapter that lengthens the sequence lengthens mask and labels
    /// here as well, so that losses, heads and metrics read their labels from here and always line up with the logits.
    /// </summary>
    public Batch Inputs { get; }
}
