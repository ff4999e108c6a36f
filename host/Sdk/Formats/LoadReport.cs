// What did not match when a model's weights were read.
namespace PluginHost;

/// <summary>What did not match when a model's weights were read.</summary>
/// <param name="Missing">Names of the model's state that the files do not have; these keep their fresh values.</param>
/// <param name="Unused">Names in the files that the model has no use for.</param>
public sealed record LoadReport(IReadOnlyList<string> Missing, IReadOnlyList<string> Unused);
