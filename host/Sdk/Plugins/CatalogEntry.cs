// One announced component, as read from a plugin's metadata.
namespace PluginHost;

/// <summary>One announced component.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Plugin">The plugin that provides it.</param>
/// <param name="PluginVersion">The plugin assembly's version.</param>
/// <param name="Hash">SHA-256 of the plugin's assembly, in lower-case hexadecimal.</param>
/// <param name="Format">What files on disk call it, or null (<see cref="ProvidesAttribute.Format"/>).</param>
/// <param name="Summary">One sentence, or null.</param>
/// <param name="OptionsType">Full name of its options type, or null.</param>
public sealed record CatalogEntry(Kind Kind, string Name, string Plugin, string PluginVersion, string Hash, string? Format, string? Summary, string? OptionsType)
{
    /// <summary>The plugin's assembly, as its build wrote it (what is loaded is a copy); null where the catalog does not say.</summary>
    public string? File { get; init; }
}
