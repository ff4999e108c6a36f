// Who provides what: made afresh whenever a plugin comes or changes, and read without a lock.
using PluginHost.Loading.Discovery;

namespace PluginHost.Loading.Loads;

/// <summary>The plugins that are found, and the components that they announce.</summary>
internal sealed class CatalogIndex
{
    private readonly Dictionary<string, PluginSlot> _plugins = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PluginSlot> _components = new(StringComparer.Ordinal);

    /// <summary>Makes the index of what was found.</summary>
    /// <param name="slots">A place for each plugin that nothing speaks against.</param>
    /// <param name="refused">The others.</param>
    public CatalogIndex(IReadOnlyList<PluginSlot> slots, IReadOnlyList<FoundPlugin> refused)
    {
        (Slots, Refused) = (slots, refused);
        foreach (var slot in slots)
        {
            _plugins[slot.Found.Name] = slot;
            foreach (var entry in slot.Found.Entries) _components[ComponentKey.Of(entry.Kind, entry.Name)] = slot;
        }

        var entries = new List<CatalogEntry>();
        foreach (var slot in slots) entries.AddRange(slot.Found.Entries);
        entries.Sort((a, b) => a.Kind != b.Kind ? (int)a.Kind - (int)b.Kind : string.CompareOrdinal(a.Name, b.Name));
        Entries = entries;
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
    public PluginSlot? Provider(Kind kind, string name) => _components.GetValueOrDefault(ComponentKey.Of(kind, name));

    /// <summary>
    /// Takes the plugins in, unless two have one name or one component. Then a built-in one stays and the stranger is refused; of two
    /// strangers both are, since the order of two folders is no reason to run the one or the other.
    /// </summary>
    public static CatalogIndex Of(IReadOnlyList<FoundPlugin> found, Func<FoundPlugin, PluginSlot> slot)
    {
        var refused = new List<FoundPlugin>();
        var slots = new List<PluginSlot>();
        foreach (var plugin in found)
        {
            if (plugin.Refused is not null) refused.Add(plugin);
            else if (Clash(plugin, found) is { } sentence) refused.Add(plugin with { Refused = sentence });
            else slots.Add(slot(plugin));
        }

        return new CatalogIndex(slots, refused);
    }

    private static string? Clash(FoundPlugin plugin, IReadOnlyList<FoundPlugin> found)
    {
        foreach (var other in found)
            if (!ReferenceEquals(other, plugin) && other.Refused is null && (other.BuiltIn || !plugin.BuiltIn) && Clash(plugin, other) is { } sentence) return sentence;
        return null;
    }

    /// <summary>What two plugins both are or provide, as a sentence; null when they go together.</summary>
    public static string? Clash(FoundPlugin one, FoundPlugin other)
    {
        if (one.Name == other.Name) return $"Two plugins are called \"{one.Name}\": {one.File} and {other.File}. Remove one of them.";
        foreach (var entry in one.Metadata?.Provides ?? [])
            if (other.Provides(entry.Kind, entry.Name))
                return $"Two plugins provide the {Component.TitleOf(entry.Kind, entry.Name)}: \"{one.Name}\" ({one.File}) and \"{other.Name}\" ({other.File}). Remove one of them.";
        return null;
    }
}
