// Where a component comes from, for whoever is to be told whose fault something is.
namespace PluginHost.Engine;

/// <summary>The plugin that a component is from.</summary>
/// <param name="Plugin">Its name.</param>
/// <param name="File">Its assembly; null where that is not known.</param>
public sealed record PluginOrigin(string Plugin, string? File)
{
    /// <summary>As in <c>plugin "acme", /plugins/acme/acme.dll</c>.</summary>
    public override string ToString() => File is null ? $"plugin \"{Plugin}\"" : $"plugin \"{Plugin}\", {File}";
}
