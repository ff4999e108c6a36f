// The host's catalog of plugins: finds them by their metadata, loads each when it is first asked for, and swaps in newer builds.
using System.Reflection;
using PluginHost.Loading.Discovery;
using PluginHost.Loading.Loads;
using PluginHost.Loading.Trust;

namespace PluginHost.Loading;

/// <summary>
/// The plugins of a host. Finding them runs no code of theirs; a plugin is loaded, if it is trusted, when the first of its components is
/// asked for. Every member may be called from any thread.
/// </summary>
public sealed class PluginCatalog : ICatalog
{
    private readonly Lock _gate = new();
    private readonly CopyStore _copies;
    private readonly TrustLedger _ledger;
    private volatile CatalogIndex _index;

    /// <summary>Finds the plugins in the folders that the options name.</summary>
    public PluginCatalog(CatalogOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _copies = new CopyStore(Path.Join(options.StateDirectory, "loaded"));
        _ledger = new TrustLedger(options.LockFile);
        _index = CatalogIndex.Of(PluginFinder.Find(options), found => new PluginSlot(found, _copies, _ledger));
    }

    /// <summary>Told when a plugin is trusted without anybody being asked, because its folder is; one sentence, on the thread that loads it.</summary>
    public event Action<string> Told
    {
        add => _ledger.Told += value;
        remove => _ledger.Told -= value;
    }

    /// <summary>Where plugins were looked for.</summary>
    public CatalogOptions Options { get; }

    /// <inheritdoc/>
    public IReadOnlyList<CatalogEntry> Entries => _index.Entries;

    /// <summary>Every plugin that was found, also those that cannot be used; in the order of their names.</summary>
    public IReadOnlyList<PluginInfo> Plugins
    {
        get
        {
            var index = _index;
            return
            [
                .. index.Slots.Select(Info)
                    .Concat(index.Refused.Select(found => Info(found, trusted: false, generation: 0)))
                    .OrderBy(plugin => plugin.Name, StringComparer.Ordinal),
            ];
        }
    }

    /// <inheritdoc/>
    public Registration Get(Kind kind, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var slot = _index.Provider(kind, name) ?? throw Unknown(kind, name);
        return slot.Load().Registrations.TryGetValue(ComponentKey.Of(kind, name), out var registration) ? registration : throw Unknown(kind, name);
    }

    /// <summary>A component with its options and what their doc comments say; loads its plugin.</summary>
    /// <exception cref="PluginException">As for <see cref="Get"/>.</exception>
    public ComponentDescription Describe(Kind kind, string name)
    {
        var registration = Get(kind, name);
        var slot = _index.Provider(kind, name)!;
        var entry = Entries.First(one => one.Kind == kind && one.Name == name);
        var documentation = new Documentation(Path.ChangeExtension(Path.Join(slot.Copy().Folder, slot.Found.Metadata!.File), ".xml"));
        var type = registration.Options;
        return new ComponentDescription(
            entry,
            entry.Summary ?? documentation.Summary($"T:{type.FullName!.Replace('+', '.')}"),
            type == typeof(NoOptions)
                ? []
                : [.. OptionDescription.Of(type).Select(option => new DescribedOption(option, documentation.Summary(option.DocumentationId)))]);
    }

    /// <summary>Loads plugins ahead of their use, one after the other, on the calling thread; a later <see cref="Get"/> of theirs waits for it.</summary>
    /// <param name="plugins">Names of plugins.</param>
    /// <exception cref="PluginException">One does not load; those after it are not loaded.</exception>
    public void Preload(IEnumerable<string> plugins)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        foreach (var plugin in plugins) Slot(plugin).Load();
    }

    /// <summary>Trusts a plugin with exactly the files that it has now. It says yes to metadata: nothing of the plugin runs for it.</summary>
    /// <param name="plugin">Its name.</param>
    /// <param name="shown">The content (<see cref="PluginInfo.ContentHash"/>) that somebody was shown; another one is not trusted. Null takes what is there.</param>
    /// <param name="rebuilds">Whether whatever is built into its folder later is trusted too.</param>
    /// <exception cref="PluginException">There is no such plugin, it cannot be used anyway, or it is not what was shown.</exception>
    public PluginInfo Trust(string plugin, string? shown = null, bool rebuilds = false)
    {
        var slot = Slot(plugin);
        slot.Trust(shown, rebuilds);
        return Info(slot);
    }

    /// <summary>Takes back every yes to a plugin: from now on it is asked about again. What a run has loaded stays loaded.</summary>
    /// <returns>Whether there was a yes.</returns>
    /// <exception cref="PluginException">There is no such plugin, or the host's own build made it.</exception>
    public bool Untrust(string plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        // A yes to something that is gone, or damaged by now, can be taken back as well.
        if (_index.Plugin(plugin) is null && _ledger.Remove(plugin)) return true;
        var slot = Slot(plugin);
        if (slot.Untrust()) return true;
        return !slot.Found.BuiltIn || !slot.Trusted ? false : throw new PluginException($"Plugin \"{plugin}\" ({slot.Found.File}) came out of the host's own build, and is trusted as the host is.");
    }

    /// <summary>The plugins that a name stands for: the plugin of that name or, if there is none, those that provide something of that name.</summary>
    /// <exception cref="PluginException">There is none; the sentence names what there is.</exception>
    public IReadOnlyList<string> PluginsFor(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_index.Plugin(name) is not null) return [name];
        IReadOnlyList<string> providers = [.. Entries.Where(entry => entry.Name == name).Select(entry => entry.Plugin).Distinct(StringComparer.Ordinal)];
        return providers.Count > 0 ? providers : throw NoPlugin(name);
    }

    /// <summary>Whether <see cref="PluginsFor"/> has an answer.</summary>
    public bool Knows(string name) => _index.Plugin(name) is not null || Entries.Any(entry => entry.Name == name);

    /// <summary>The names of the built-in plugins that can be used.</summary>
    public IEnumerable<string> BuiltIn => _index.Slots.Where(slot => slot.Found.BuiltIn).Select(slot => slot.Found.Name);

    /// <summary>Whether every built-in plugin that was found is as the host's build wrote it; nothing is loaded for the answer.</summary>
    public bool AreBuiltInTrusted
    {
        get
        {
            foreach (var slot in _index.Slots)
                if (slot is { Found.BuiltIn: true, Trusted: false }) return false;
            return true;
        }
    }

    /// <summary>The assembly of the generation in use; loads the plugin when none is.</summary>
    /// <exception cref="PluginException">There is no such plugin, or it is not trusted or does not load.</exception>
    public Assembly AssemblyOf(string plugin) => Slot(plugin).Load().Assembly;

    /// <summary>The assembly of the generation in use, for a recipe that is compiled against it: it is not unloaded until the result is disposed of.</summary>
    /// <exception cref="PluginException">There is no such plugin, or it is not trusted or does not load.</exception>
    public IDisposable Pin(string plugin, out Assembly assembly) => Slot(plugin).Pin(out assembly);

    /// <summary>A new instance of the class that implements <see cref="IPlugin"/>; loads the plugin when it is not.</summary>
    /// <exception cref="PluginException">There is no such plugin, or it is not trusted or does not load.</exception>
    public IPlugin EntryPoint(string plugin)
    {
        var slot = Slot(plugin);
        return slot.Load().EntryPoint(slot.Found.Metadata!.EntryTypes[0]);
    }

    /// <summary>How many generations of a plugin are in memory.</summary>
    public int AliveGenerations(string plugin) => Slot(plugin).Alive;

    /// <summary>Whether the files in a plugin's folder are others than those of the generation in use; no code of it runs.</summary>
    public bool IsRebuilt(string plugin) => Slot(plugin).IsRebuilt;

    /// <summary>The folders of the plugins that are loaded, which a build of them writes to.</summary>
    public IReadOnlyList<(string Plugin, string Folder)> FoldersInUse => [.. _index.Slots.Where(slot => slot.Current is not null).Select(slot => (slot.Found.Name, slot.Found.Folder))];

    /// <summary>The file of the copy that is loaded or would be, to compile against; nothing is loaded for it.</summary>
    /// <exception cref="PluginException">There is no such plugin, or it is not trusted.</exception>
    public string ReferencePath(string plugin)
    {
        var slot = Slot(plugin);
        var copy = slot.Copy();
        return Path.Join(copy.Folder, slot.Found.Metadata!.File);
    }

    /// <summary>The plugin of this name; null when there is none that can be used.</summary>
    public PluginInfo? Find(string plugin) =>
        _index.Plugin(plugin) is { } slot ? Info(slot) : null;

    /// <summary>
    /// Loads a plugin's rebuilt files beside the generation in use; later calls of <see cref="Get"/> answer with the new one. What was
    /// built from the old one goes on working until <see cref="UnloadReplaced"/>.
    /// </summary>
    /// <exception cref="PluginException">The new build is not trusted, does not load, or clashes with another plugin: the old one stays in use.</exception>
    public PluginReload Reload(string plugin)
    {
        var staged = Stage(plugin);
        staged?.Take();
        var slot = Slot(plugin);
        return new PluginReload(plugin, slot.Current!.Number, staged is not null, slot.Found.AssemblyHash);
    }

    /// <summary>Loads a plugin's rebuilt files beside the generation in use, for whoever wants to try them before they take its place.</summary>
    /// <returns>The newer build; null where the files are those of the generation in use.</returns>
    /// <exception cref="PluginException">As for <see cref="Reload"/>.</exception>
    public StagedReload? Stage(string plugin)
    {
        var slot = Slot(plugin);
        lock (_gate)
        {
            var staged = slot.Stage(newer =>
            {
                foreach (var other in _index.Slots)
                    if (other != slot && CatalogIndex.Clash(other.Found, newer) is { } clash) throw new PluginException(clash);
            });
            return staged is null ? null : new StagedReload(this, slot, staged);
        }
    }

    internal StagedGeneration? Take(PluginSlot slot, StagedGeneration staged)
    {
        lock (_gate)
        {
            var before = slot.Use(staged);
            _index = new CatalogIndex(_index.Slots, _index.Refused);
            return before;
        }
    }

    internal void Undo(PluginSlot slot, StagedGeneration staged, StagedGeneration before)
    {
        lock (_gate)
        {
            slot.Undo(staged, before);
            _index = new CatalogIndex(_index.Slots, _index.Refused);
        }
    }

    /// <summary>Unloads the generations of a plugin that reloads have replaced, and proves that they are gone.</summary>
    public UnloadResult UnloadReplaced(string plugin) => Slot(plugin).Unload(current: false);

    /// <summary>
    /// Unloads every generation of a plugin and proves that they are gone; the next <see cref="Get"/> loads it again. What is still held
    /// (by a model that was made of it, a delegate, a recipe that uses it) is named, and goes when its holder does.
    /// </summary>
    public UnloadResult Unload(string plugin) => Slot(plugin).Unload(current: true);

    private PluginSlot Slot(string plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var index = _index;
        if (index.Plugin(plugin) is { } slot) return slot;
        throw index.Refused.FirstOrDefault(found => found.Name == plugin) is { } refused ? new PluginException(refused.Refused!) : NoPlugin(plugin);
    }

    private PluginException Unknown(Kind kind, string name)
    {
        var index = _index;
        if (index.Refused.FirstOrDefault(found => found.Provides(kind, name)) is { } refused)
            return new PluginException(refused.Refused!);
        var names = index.Entries.Where(entry => entry.Kind == kind).Select(entry => entry.Name).ToList();
        var kinds = Title(kind);
        var elsewhere = index.Entries.Where(entry => entry.Name == name).Select(entry => Title(entry.Kind)).ToList();
        return new PluginException(
            $"There is no {Component.TitleOf(kind, name)}."
            + (elsewhere.Count > 0 ? $" There is a {string.Join(" and a ", elsewhere)} of that name." : "")
            + NearMatches.Sentence(name, names)
            + (names.Count > 0 ? $" Of this kind there is: {string.Join(", ", names)}." : $" No plugin here provides a {kinds}.")
            + Searched(index));
    }

    private PluginException NoPlugin(string name)
    {
        var index = _index;
        if (index.Refused.FirstOrDefault(found => found.Name == name || found.Entries.Any(entry => entry.Name == name)) is { } refused)
            return new PluginException(refused.Refused!);
        // Asked for a plugin, and this is something that one provides.
        if (index.Entries.Where(entry => entry.Name == name).Select(entry => entry.Plugin).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } providers)
            return new PluginException($"There is no plugin \"{name}\"; what is called so is provided by the plugin {string.Join(" and by ", providers)}. "
                + $"Name that: {string.Join(" or ", providers)}.");
        var plugins = index.Slots.Select(slot => slot.Found.Name).ToList();
        return new PluginException(
            $"There is no plugin \"{name}\", and none that provides something of that name."
            + NearMatches.Sentence(name, plugins.Concat(index.Entries.Select(entry => entry.Name)))
            + (plugins.Count > 0 ? $" There is: {string.Join(", ", plugins.Order(StringComparer.Ordinal))}." : " There is no plugin at all.")
            + Searched(index));
    }

    private string Searched(CatalogIndex index) =>
        $" Looked in {string.Join(", ", Options.BuiltInFolders.Concat(Options.OtherFolders))}."
        + (index.Refused.Count > 0
            ? $" Refused, so not among them: {string.Join(", ", index.Refused.Select(found => found.Name))} (pluginhost plugins list says why)."
            : "");

    private static string Title(Kind kind) => Component.TitleOf(kind, "").Replace(" \"\"", "");

    private static PluginInfo Info(PluginSlot slot) => Info(slot.Found, slot.Trusted, slot.Current?.Number ?? 0) with { Changes = slot.Changes, Tampered = slot.Tampered };

    private static PluginInfo Info(FoundPlugin found, bool trusted, int generation) => new()
    {
        Name = found.Name,
        Version = found.Metadata?.Version ?? "",
        Sdk = found.Metadata?.Sdk ?? "",
        File = found.File,
        Assembly = found.Metadata?.Assembly ?? "",
        Hash = found.AssemblyHash,
        ContentHash = found.ContentHash,
        Files = found.Files.ToDictionary(file => file.Name, file => file.Hash, StringComparer.Ordinal),
        Author = found.Metadata?.Author,
        Description = found.Metadata?.Description,
        Entries = [.. found.Entries],
        BuiltIn = found.BuiltIn,
        Trusted = trusted,
        Refused = found.Refused,
        Generation = generation,
    };
}
