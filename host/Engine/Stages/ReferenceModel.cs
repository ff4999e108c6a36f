// The model as it was when a stage began.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// The model as it was when a stage began: a frozen copy, or the model in training itself with its adapters turned off for the time of the
/// forward pass.
/// </summary>
/// <param name="model">The copy, or the model in training.</param>
/// <param name="turnedOff">The adapters to turn off.</param>
internal sealed class ReferenceModel(Model model, IReadOnlyList<Adapter> turnedOff) : IReferenceModel
{
    public Outputs Forward(Batch batch)
    {
        var training = model.training;
        var enabled = turnedOff.Where(adapter => adapter.Enabled).ToList();
        foreach (var adapter in enabled) adapter.Enabled = false;
        model.eval();
        try
        {
            using var frozen = torch.no_grad();
            return model.forward(batch);
        }
        finally
        {
            model.train(training);
            foreach (var adapter in enabled) adapter.Enabled = true;
        }
    }
}
