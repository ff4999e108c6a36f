// Which plugins a recipe may need, read off its text: nothing is compiled and nothing of a plugin runs.
using PluginHost.Loading;

namespace PluginHost.Scripting;

/// <summary>Finds the plugins that a recipe names, so that somebody can be asked about them before it runs.</summary>
public static class RecipePlugins
{
    /// <summary>Those of some plugins that a recipe refers to with <c>#r</c>, or one of whose components it, or a setting, mentions by name.</summary>
    /// <param name="path">The script.</param>
    /// <param name="given">Texts that stand in place of the files; null reads files.</param>
    /// <param name="settings">Values of settings, which may be names of components.</param>
    /// <param name="plugins">The plugins that are looked for.</param>
    /// <returns>Each with whether it is referred to; one that is only mentioned may not be needed.</returns>
    /// <exception cref="RecipeException">The script cannot be read.</exception>
    public static IReadOnlyList<(PluginInfo Plugin, bool Referred)> Among(
        IReadOnlyList<PluginInfo> plugins, string path, IReadOnlyDictionary<string, string>? given, IReadOnlyCollection<string> settings)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        var source = RecipeSource.Read(path, given);
        var referred = source.References.Select(RecipeSource.PluginName).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return
        [
            .. plugins.Select(plugin => (plugin, referred.Contains(plugin.Name) || plugin.Entries.Any(entry => referred.Contains(entry.Name))))
                .Where(one => one.Item2 || one.plugin.Entries.Any(entry => settings.Contains(entry.Name)
                    || source.Texts.Values.Any(text => text.Contains($"\"{entry.Name}\"", StringComparison.Ordinal)))),
        ];
    }
}
