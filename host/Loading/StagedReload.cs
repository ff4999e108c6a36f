// A reload in two steps: the newer build is loaded and can be tried, and the one in use stays until somebody says so.
using System.Reflection;
using System.Runtime.CompilerServices;
using PluginHost.Loading.Loads;

namespace PluginHost.Loading;

/// <summary>
/// A plugin's newer build, loaded beside the one in use. <see cref="Catalog"/> answers with it; everybody else goes on with the old one until
/// <see cref="Take"/>. Exactly one of <see cref="Take"/> and <see cref="Discard"/> is called, once; after the first, <see cref="Undo"/> may be.
/// </summary>
public sealed class StagedReload
{
    private readonly PluginCatalog _catalog;
    private readonly PluginSlot _slot;
    private readonly StagedGeneration _staged;
    private StagedGeneration? _before;

    internal StagedReload(PluginCatalog catalog, PluginSlot slot, StagedGeneration staged)
    {
        (_catalog, _slot, _staged) = (catalog, slot, staged);
        OldHash = slot.Current?.Copy.ContentHash ?? "";
        Catalog = new View(catalog, slot, staged);
    }

    /// <summary>The plugin's name.</summary>
    public string Plugin => _staged.Found.Name;

    /// <summary>SHA-256 over the files of the build in use; empty where none is loaded.</summary>
    public string OldHash { get; }

    /// <summary>SHA-256 over the files of the newer build.</summary>
    public string NewHash => _staged.Copy.ContentHash;

    /// <summary>The catalog as it will be.</summary>
    public ICatalog Catalog { get; }

    /// <summary>Compiles the methods of the newer build ahead, so that what uses it first does not wait for the just-in-time compiler.</summary>
    public void Warm()
    {
        const BindingFlags all = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static
            | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (var type in _staged.Generation.Assembly.GetTypes())
        {
            if (type.ContainsGenericParameters || type.IsInterface) continue;
            foreach (var method in type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all & ~BindingFlags.Static)))
            {
                if (method.IsAbstract || method.ContainsGenericParameters || (method.MethodImplementationFlags & MethodImplAttributes.InternalCall) != 0
                    || (method.Attributes & MethodAttributes.PinvokeImpl) != 0) continue;
                try
                {
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
                }
                catch (Exception missing) when (missing is ArgumentException or TypeLoadException or MissingMemberException or IOException or BadImageFormatException or InvalidProgramException)
                {
                    // A method that nobody may ever call; who calls it is told.
                }
            }
        }
    }

    /// <summary>Puts the newer build in the place of the one in use: from now on the catalog answers with it.</summary>
    public void Take() => _before = _catalog.Take(_slot, _staged);

    /// <summary>Puts what was in use before <see cref="Take"/> back, unless it was unloaded or yet another build has been taken since.</summary>
    public void Undo()
    {
        if (_before is not null) _catalog.Undo(_slot, _staged, _before);
        _before = null;
    }

    /// <summary>Lets go of the newer build.</summary>
    public void Discard() => _slot.Discard(_staged);

    /// <summary>The catalog with the newer build in the place of the one in use.</summary>
    private sealed class View(PluginCatalog catalog, PluginSlot slot, StagedGeneration staged) : ICatalog
    {
        public IReadOnlyList<CatalogEntry> Entries { get; } =
            [.. catalog.Entries.Where(entry => entry.Plugin != staged.Found.Name).Concat(staged.Found.Entries).OrderBy(entry => entry.Kind).ThenBy(entry => entry.Name, StringComparer.Ordinal)];

        public Registration Get(Kind kind, string name)
        {
            if (staged.Generation.Registrations.TryGetValue(ComponentKey.Of(kind, name), out var registration)) return registration;
            if (slot.Found.Provides(kind, name))
                throw new PluginException($"The new build of the plugin \"{staged.Found.Name}\" ({staged.Found.File}) provides no {Component.TitleOf(kind, name)} any more; it has: "
                    + string.Join(", ", staged.Found.Entries.Select(entry => Component.TitleOf(entry.Kind, entry.Name))) + ".");
            return catalog.Get(kind, name);
        }
    }
}
