// One thing in which runs differ.
namespace PluginHost.Engine;

/// <summary>One thing in which runs differ.</summary>
/// <param name="Name">What it is, as in <c>settings.steps</c> or <c>stages.1.plan.batch</c>.</param>
/// <param name="Values">Its value in each run as text; null where a run has none of that name.</param>
public sealed record ProvenanceDifference(string Name, IReadOnlyList<string?> Values);
