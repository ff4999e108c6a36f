// The assemblies that a recipe shares with the host.
using System.Reflection;

namespace PluginHost.Scripting;

/// <summary>The assemblies that a recipe shares with the host: the contracts and the tensors, and nothing else of it.</summary>
internal static class HostReferences
{
    /// <summary>The shared assemblies.</summary>
    public static IReadOnlyList<Assembly> Shared { get; } = [typeof(Recipe).Assembly, typeof(TorchSharp.torch).Assembly];

    /// <summary>The files of the framework's and the shared assemblies, to compile against.</summary>
    public static IEnumerable<string> Files()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var platform = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var layers = Path.Join(Path.GetDirectoryName(typeof(Recipe).Assembly.Location), "PluginHost.Layers.dll");
        return platform.Where(file => Path.GetDirectoryName(file) == framework)
            .Concat(Shared.Select(assembly => assembly.Location))
            .Concat(File.Exists(layers) ? [layers] : []);
    }
}
