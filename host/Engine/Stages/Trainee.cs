// What is trained: a model with its head and adapters, the objective over it, and the loss.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>What is trained. A stage has one, and one more for each replica.</summary>
/// <param name="Model">The model with its head and adapters.</param>
/// <param name="Objective">The objective over it.</param>
/// <param name="Context">What the objective was given.</param>
/// <param name="Loss">The recipe's loss, which can be exchanged under the objective; null where the objective has one of its own.</param>
internal sealed record Trainee(Model Model, Objective Objective, ObjectiveContext Context, MarkedLoss? Loss) : IDisposable
{
    /// <summary>The model as it was when the stage began, where a copy was made of it; null where none was, or the model itself stands in for it.</summary>
    public Model? ReferenceCopy { get; set; }

    /// <summary>What the state holds, by name: parameters and persistent buffers.</summary>
    public IEnumerable<KeyValuePair<string, torch.Tensor>> State =>
        Model.state_dict().Select(pair => KeyValuePair.Create("model." + pair.Key, pair.Value)).Concat(Objective.state_dict().Select(pair => KeyValuePair.Create("objective." + pair.Key, pair.Value)));

    /// <summary>Its components by the names that they have in checkpoints.</summary>
    public IEnumerable<(string Name, object? Component)> Components =>
        [("model", Model), .. Model.Adapters.Select(adapter => ("adapter/" + adapter.Name, (object?)adapter)), ("objective", Objective), ("loss", Loss?.Marked)];

    /// <summary>Sets training or evaluation mode.</summary>
    public void Train(bool on = true)
    {
        Model.train(on);
        Objective.train(on);
    }

    public void Dispose()
    {
        Objective.Dispose();
        Model.Dispose();
        ReferenceCopy?.Dispose();
    }
}
