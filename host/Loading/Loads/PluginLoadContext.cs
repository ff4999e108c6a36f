// The load context of one generation of a plugin: its own dependencies from its own folder, the contract from the host.
using System.Reflection;
using System.Runtime.Loader;

namespace PluginHost.Loading.Loads;

/// <summary>Loads a plugin's assembly and its private dependencies, managed and native.</summary>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    private readonly string _plugin;
    private readonly string _folder;
    private readonly Lazy<AssemblyDependencyResolver> _resolver;

    /// <summary>Makes an empty context.</summary>
    /// <param name="plugin">How errors call the plugin.</param>
    /// <param name="file">The plugin's assembly, in its copy.</param>
    public PluginLoadContext(string plugin, string file) : base(plugin, isCollectible: true)
    {
        _plugin = plugin;
        _folder = Path.GetDirectoryName(file)! + Path.DirectorySeparatorChar;
        // Reading the .deps.json costs milliseconds at a start, and most plugins have no dependency of their own.
        _resolver = new Lazy<AssemblyDependencyResolver>(() => new AssemblyDependencyResolver(file));
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (HostAssemblies.Find(assemblyName) is { } shared) return shared;
        var name = assemblyName.Name ?? "";
        // A plugin may carry a newer build of a library that the framework has too.
        if (HostAssemblies.IsFramework(name) && !File.Exists(Path.Join(_folder, name + ".dll"))) return null;
        if (Own(_resolver.Value.ResolveAssemblyToPath(assemblyName)) is { } file) return LoadFromAssemblyPath(file);
        // Without this the runtime would go on to the host's own libraries, and the plugin would work by accident until they change.
        if (HostAssemblies.IsPrivate(name))
            throw new FileNotFoundException($"{_plugin} needs {assemblyName}, which is not in its folder. The host's own copy is not shared: "
                + "set EnableDynamicLoading in the plugin's project, so that its build copies what it needs beside it.");
        return null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        Own(_resolver.Value.ResolveUnmanagedDllToPath(unmanagedDllName)) is { } file ? LoadUnmanagedDllFromPath(file) : 0;

    /// <summary>Only what lies in the copy was hashed and trusted; a .deps.json may point elsewhere.</summary>
    private string? Own(string? file) => file is not null && Path.GetFullPath(file).StartsWith(_folder, StringComparison.Ordinal) ? file : null;
}
