// The plugins of a catalog that are loaded, as a run's record names them.
using PluginHost.Engine;
using PluginHost.Loading;

namespace PluginHost.App;

/// <summary>The plugins of a catalog, as a run's record names them.</summary>
internal static class LoadedPlugins
{
    /// <summary>Those that are loaded now.</summary>
    public static IReadOnlyList<UsedPlugin> Of(PluginCatalog catalog) => [.. catalog.Plugins.Where(plugin => plugin.Generation > 0).Select(Used)];

    /// <summary>A plugin as a record names it.</summary>
    public static UsedPlugin Used(PluginInfo plugin) => new(plugin.Name, plugin.Version, plugin.ContentHash, plugin.Files);
}
