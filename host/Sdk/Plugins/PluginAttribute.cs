// Marks an assembly as a plugin. Read from metadata, before any of the plugin's code runs.
namespace PluginHost;

/// <summary>Names a plugin assembly and the version of the contract that it was written against.</summary>
/// <param name="name">The plugin's name: kebab-case, unique among the plugins that are loaded together.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class PluginAttribute(string name) : Attribute
{
    /// <summary>The plugin's name, in kebab-case.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// The contract's version as <c>"major"</c> or <c>"major.minor"</c>. Another major is refused; a newer minor than the host's
    /// is refused too, because it may use what this host does not have.
    /// </summary>
    public string Sdk { get; init; } = "1";

    /// <summary>Who wrote it, as shown when trust is asked for.</summary>
    public string? Author { get; init; }

    /// <summary>One sentence: what it is for.</summary>
    public string? Description { get; init; }
}
