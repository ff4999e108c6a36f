// The load context of one generation of a plugin: its own dependencies from its own folder, the contract from the host.
using System.Reflection;
using System.Runtime.Loader;
using PluginHost.Loading.Discovery;

namespace PluginHost.Loading.Loads;

/// <summary>Loads a plugin's assembly and its private dependencies, managed and native.</summary>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    private readonly string _folder;
    private readonly Lazy<AssemblyDependencyResolver> _resolver;

    /// <summary>Makes an empty context.</summary>
    /// <param name="found">The plugin.</param>
    /// <param name="file">Its assembly, in its copy.</param>
    public PluginLoadContext(FoundPlugin found, string file) : base($"Plugin \"{found.Name}\" ({found.File})", isCollectible: true)
    {
        (Plugin, Source) = (found.Name, found.File);
        _folder = Path.GetDirectoryName(file)! + Path.DirectorySeparatorChar;
        // Reading the .deps.json costs milliseconds at a start, and most plugins have no dependency of their own.
        _resolver = new Lazy<AssemblyDependencyResolver>(() => new AssemblyDependencyResolver(file));
    }

    /// <summary>The plugin's name.</summary>
    public string Plugin { get; }

    /// <summary>Its assembly, as its build wrote it.</summary>
    public string Source { get; }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (HostAssemblies.Find(assemblyName) is { } shared) return shared;
        var name = assemblyName.Name ?? "";
        // A plugin may carry a newer build of a library that the framework has too.
        if (HostAssemblies.IsFramework(name) && !File.Exists(Path.Join(_folder, name + ".dll"))) return null;
        if (Own(_resolver.Value.ResolveAssemblyToPath(assemblyName)) is { } file) return LoadFromAssemblyPath(file);
        // Texts in another language than there is are looked for in vain all the time.
        if (HostAssemblies.IsFramework(name) || name.EndsWith(".resources", StringComparison.Ordinal)) return null;
        // The runtime would go on to the host's own libraries, and the plugin would work by accident until they change.
        throw new FileNotFoundException($"{Name} needs {assemblyName}, which is not in its folder. {(HostAssemblies.IsPrivate(name) ? "The host's own copy is not shared: s" : "S")}"
            + "et EnableDynamicLoading in the plugin's project, so that its build copies what it needs beside it.");
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        Own(_resolver.Value.ResolveUnmanagedDllToPath(unmanagedDllName)) is { } file ? LoadUnmanagedDllFromPath(file) : 0;

    /// <summary>Only what lies in the copy was hashed and trusted; a .deps.json may point elsewhere.</summary>
    private string? Own(string? file) => file is not null && Path.GetFullPath(file).StartsWith(_folder, StringComparison.Ordinal) ? file : null;
}
