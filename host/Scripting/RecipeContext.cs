// The load context of one recipe.
using System.Reflection;
using System.Runtime.Loader;
using PluginHost.Loading;
using PluginHost.Loading.Loads;

namespace PluginHost.Scripting;

/// <summary>Loads a recipe: the contract from the host, plugins from the catalog's generation in use.</summary>
/// <param name="plugins">The plugins that the recipe refers to.</param>
/// <param name="catalog">Where they are.</param>
internal sealed class RecipeContext(IReadOnlyList<RecipePlugin> plugins, PluginCatalog catalog) : AssemblyLoadContext("recipe", isCollectible: true)
{
    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        foreach (var plugin in plugins)
            if (plugin.Assembly == assemblyName.Name) return catalog.AssemblyOf(plugin.Plugin);
        return HostAssemblies.Find(assemblyName);
    }
}
