// Which assemblies a plugin or a recipe has from the host: the framework's and three of the host's own.
using System.Reflection;
using System.Runtime.Loader;

namespace PluginHost.Loading.Loads;

/// <summary>What is shared with plugins and recipes. Everything else of the host is its own business.</summary>
internal static class HostAssemblies
{
    /// <summary>The host's assemblies that a plugin compiles against. A second copy of one of them would be another type of the same name.</summary>
    public static IReadOnlyList<string> Shared { get; } = ["PluginHost.Torch", "PluginHost.Sdk", "PluginHost.Layers"];

    private static readonly Lazy<Dictionary<string, string>> Platform = new(ReadPlatform);

    /// <summary>What a recipe is compiled against: the base framework and the shared assemblies.</summary>
    public static IEnumerable<string> FilesForScripts
    {
        get
        {
            var framework = Path.GetDirectoryName(typeof(object).Assembly.Location);
            return Platform.Value.Values.Where(file => Path.GetDirectoryName(file) == framework)
                .Concat(Shared.Select(name => Platform.Value.GetValueOrDefault(name)).OfType<string>());
        }
    }

    /// <summary>The file of a shared or framework assembly of this name; null when there is none.</summary>
    public static string? FileOf(string name) =>
        Platform.Value.TryGetValue(name, out var file) && (!IsHostsOwn(file) || Shared.Contains(name, StringComparer.OrdinalIgnoreCase)) ? file : null;

    /// <summary>The shared assembly of this name; null when the name is of none.</summary>
    public static Assembly? Find(AssemblyName name) => name.Name is { } simple && Shared.Contains(simple, StringComparer.OrdinalIgnoreCase)
        ? Context.LoadFromAssemblyName(new AssemblyName(simple))
        : null;

    /// <summary>The shared assemblies that there are.</summary>
    public static IEnumerable<Assembly> All => Shared.Where(name => Platform.Value.ContainsKey(name)).Select(name => Context.LoadFromAssemblyName(new AssemblyName(name)));

    /// <summary>Whether the framework has an assembly of this name.</summary>
    public static bool IsFramework(string name) => Platform.Value.TryGetValue(name, out var file) && !IsHostsOwn(file);

    /// <summary>Whether the host has an assembly of this name for itself.</summary>
    public static bool IsPrivate(string name) => Platform.Value.TryGetValue(name, out var file) && IsHostsOwn(file);

    private static AssemblyLoadContext Context => AssemblyLoadContext.GetLoadContext(typeof(IPlugin).Assembly) ?? AssemblyLoadContext.Default;

    private static bool IsHostsOwn(string file) => file.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal);

    private static Dictionary<string, string> ReadPlatform()
    {
        var files = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            files.TryAdd(Path.GetFileNameWithoutExtension(file), file);
        return files;
    }
}
