// An option with what its doc comment says.
namespace PluginHost.Loading;

/// <summary>An option with what its doc comment says.</summary>
/// <param name="Option">Its name, type, default and range.</param>
/// <param name="Summary">Its doc comment as plain text; null when it has none, or the plugin ships without its XML file.</param>
public sealed record DescribedOption(OptionDescription Option, string? Summary);
