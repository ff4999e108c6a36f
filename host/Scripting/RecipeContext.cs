// The load context of one recipe.
using System.Reflection;
using System.Runtime.Loader;
using PluginHost.Loading;
using PluginHost.Loading.Loads;

namespace PluginHost.Scripting;

/// <summary>Loads a recipe: the contract from the host, plugins from the generations that were in use when it began.</summary>
/// <param name="plugins">The plugins that the recipe refers to.</param>
/// <param name="catalog">Where they are.</param>
internal sealed class RecipeContext(IReadOnlyList<RecipePlugin> plugins, PluginCatalog catalog) : AssemblyLoadContext("recipe", isCollectible: true)
{
    private readonly Dictionary<string, Assembly> _bound = new(StringComparer.Ordinal);
    private readonly List<IDisposable> _pins = [];

    /// <summary>Loads the plugins, and stays with these generations of them.</summary>
    /// <exception cref="PluginException">One does not load.</exception>
    public void Bind()
    {
        foreach (var plugin in plugins)
        {
            if (_bound.ContainsKey(plugin.Assembly)) continue;
            _pins.Add(catalog.Pin(plugin.Plugin, out var assembly));
            _bound[plugin.Assembly] = assembly;
        }
    }

    /// <summary>The recipe is over.</summary>
    public void Release()
    {
        foreach (var pin in _pins) pin.Dispose();
        _pins.Clear();
        _bound.Clear();
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (_bound.TryGetValue(assemblyName.Name ?? "", out var bound)) return bound;
        foreach (var plugin in plugins)
            if (plugin.Assembly == assemblyName.Name) return catalog.AssemblyOf(plugin.Plugin);
        return HostAssemblies.Find(assemblyName);
    }
}
