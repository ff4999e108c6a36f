// What `pluginhost plugins show` says of a component.
namespace PluginHost.Loading;

/// <summary>A component with its options, as <c>pluginhost plugins show</c> prints it.</summary>
/// <param name="Entry">What was announced.</param>
/// <param name="Summary">What it does: the announced sentence, or the doc comment of its options; null when there is neither.</param>
/// <param name="Options">Its options, in the order of their declaration.</param>
public sealed record ComponentDescription(CatalogEntry Entry, string? Summary, IReadOnlyList<DescribedOption> Options);
