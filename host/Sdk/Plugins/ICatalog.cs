// How the engine asks for components, without knowing how plugins are found or loaded.
namespace PluginHost;

/// <summary>
/// The components in use, by kind and name. A component's plugin is loaded when it is first asked for, and a reload makes later calls
/// answer with the new generation, so no caller keeps a <see cref="Registration"/> for longer than it builds something.
/// </summary>
public interface ICatalog
{
    /// <summary>Everything announced by the plugins that were found; nothing is loaded for it.</summary>
    IReadOnlyList<CatalogEntry> Entries { get; }

    /// <summary>The component of this kind and name; loads its plugin when need be.</summary>
    /// <exception cref="PluginException">There is none (the sentence names what there is and where the host looked), or its plugin does not load.</exception>
    Registration Get(Kind kind, string name);
}
