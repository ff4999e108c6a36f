// The contract of an objective: what one step computes.
using TorchSharp;

namespace PluginHost;

/// <summary>
/// What one step computes from a batch: it runs the model (once, twice, or a reference model beside it), prepares what the loss reads
/// and calls the loss. It may own parameters (SimCLR's projection), which are trained and stored with the run.
/// </summary>
public abstract class Objective : torch.nn.Module<Batch, ObjectiveResult>
{
    /// <summary>Makes an objective.</summary>
    /// <param name="name">The name that it is registered under.</param>
    protected Objective(string name) : base(name)
    {
    }

    /// <summary>
    /// The tensors that it offers to losses and metrics, beside those of the batch. A loss that reads another one is refused when the
    /// recipe is composed.
    /// </summary>
    public abstract IReadOnlyList<string> Offers { get; }

    /// <summary>
    /// The head that it needs on the model, as the name and options of a registered head; null when it reads the backbone. The engine
    /// puts it on before adapters are attached; a model that has it already, from its files, keeps it.
    /// </summary>
    public virtual Component? RequiredHead => null;
}
