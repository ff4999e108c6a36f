// The model as it was when a stage began.
namespace PluginHost;

/// <summary>The model as it was when a stage began: DPO's reference, distillation's frozen self.</summary>
public interface IReferenceModel
{
    /// <summary>A forward pass without gradients, in evaluation mode.</summary>
    Outputs Forward(Batch batch);
}
