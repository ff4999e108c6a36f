// One evaluation of a stage, as the record tells it.
namespace PluginHost.Terminal;

/// <summary>One evaluation of a stage.</summary>
/// <param name="Step">Optimizer steps that had been made.</param>
/// <param name="Metrics">Figures by name.</param>
public sealed record Evaluation(long Step, IReadOnlyDictionary<string, double> Metrics);
