// Who provides what: made afresh whenever a plugin comes or changes, and read without a lock.
using PluginHost.Loading.Discovery;

namespace PluginHost.Loading.Loads;

/// <summary>The plugins that are found, and the components that they announce.</summary>
internal sealed class CatalogIndex
{
    private readonly Dictionary<string, PluginSlot> _plugins = new(StringComparer.Ordinal);
    private readonly Dictionary<(Kind, string), PluginSlot> _components = [];

    /// <summary>Makes the index of what was found.</summary>
    /// <param name="slots">A place for each plugin that nothing speaks against.</param>
    /// <param name="refused">The others.</param>
    public CatalogIndex(IReadOnlyList<PluginSlot> slots, IReadOnlyList<FoundPlugin> refused)
    {
        (Slots, Refused) = (slots, refused);
        foreach (var slot in slots)
        {
            _plugins[slot.Found.Name] = slot;
            foreach (var entry in slot.Found.Entries) _components[(entry.Kind, entry.Name)] = slot;
        }

        Entries = [.. slots.SelectMany(slot => slot.Found.Entries).OrderBy(entry => entry.Kind).ThenBy(entry => entry.Name, StringComparer.Ordinal)];
    }

    /// <summary>The plugins that nothing speaks against but, perhaps, a lack of trust.</summary>
    public IReadOnlyList<PluginSlot> Slots { get; }

    /// <summary>The plugins that cannot be used.</summary>
    public IReadOnlyList<FoundPlugin> Refused { get; }

    /// <summary>What <see cref="Slots"/> announce.</summary>
    public IReadOnlyList<CatalogEntry> Entries { get; }

    /// <summary>The plugin of this name, or null.</summary>
    public PluginSlot? Plugin(string name) => _plugins.GetValueOrDefault(name);

    /// <summary>The plugin that provides a component, or null.</summary>
    public PluginSlot? Provider(Kind kind, string name) => _components.GetValueOrDefault((kind, name));

    /// <summary>
    /// Takes the plugins in, unless two have one name or one component. Then a built-in one stays and the stranger is refused; of two
    /// strangers both are, since the order of two folders is no reason to run the one or the other.
    /// </summary>
    public static CatalogIndex Of(IReadOnlyList<FoundPlugin> found, Func<FoundPlugin, PluginSlot> slot)
    {
        var usable = found.Where(plugin => plugin.Refused is null).ToList();
        var refused = found.Where(plugin => plugin.Refused is not null).ToList();
        var clashes = new Dictionary<FoundPlugin, string>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < usable.Count; i++)
            for (var j = i + 1; j < usable.Count; j++)
                if (Clash(usable[i], usable[j]) is { } sentence)
                {
                    if (!usable[i].BuiltIn || usable[j].BuiltIn) clashes.TryAdd(usable[i], sentence);
                    clashes.TryAdd(usable[j], sentence);
                }

        return new CatalogIndex(
            [.. usable.Where(plugin => !clashes.ContainsKey(plugin)).Select(slot)],
            [.. refused, .. clashes.Select(pair => pair.Key with { Refused = pair.Value })]);
    }

    /// <summary>What two plugins both are or provide, as a sentence; null when they go together.</summary>
    public static string? Clash(FoundPlugin one, FoundPlugin other)
    {
        if (one.Name == other.Name) return $"Two plugins are called \"{one.Name}\": {one.File} and {other.File}. Remove one of them.";
        foreach (var entry in one.Entries)
            if (other.Entries.Any(candidate => candidate.Kind == entry.Kind && candidate.Name == entry.Name))
                return $"Two plugins provide the {Component.TitleOf(entry.Kind, entry.Name)}: \"{one.Name}\" ({one.File}) and \"{other.Name}\" ({other.File}). Remove one of them.";
        return null;
    }
}
