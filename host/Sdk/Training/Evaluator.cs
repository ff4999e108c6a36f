// The contract of an evaluator.
namespace PluginHost;

/// <summary>An evaluation that is more than metrics over batches: text that is written and scored, retrieval, a report.</summary>
public abstract class Evaluator
{
    /// <summary>Evaluates the model. Called without gradients, in evaluation mode.</summary>
    /// <param name="dataset">The split that is evaluated.</param>
    /// <returns>Figures by name.</returns>
    public abstract IReadOnlyDictionary<string, double> Evaluate(Dataset dataset);
}
