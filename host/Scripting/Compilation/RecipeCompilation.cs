// The compiler's part: a script and the plugins to an assembly, or to sentences that say what is wrong.
using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Scripting;
using PluginHost.Loading;
using PluginHost.Loading.Loads;

namespace PluginHost.Scripting.Compilation;

/// <summary>Compiles a script. Only reached when the cache has no answer.</summary>
internal static class RecipeCompilation
{
    // No `using static TorchSharp.torch`: its names (Tensor, Device, Generator, load, …) are many, and a script that wants them says so.
    private static readonly string[] Imports =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading.Tasks", "PluginHost", "TorchSharp"];

    /// <summary>The script's assembly, its symbols and what it refers to.</summary>
    /// <exception cref="RecipeException">It does not compile.</exception>
    public static RecipeImage Emit(RecipeSource source, PluginCatalog catalog)
    {
        var named = Named(source, catalog);
        var plugins = source.ReferencedPlugins(catalog);
        var missing = new List<string>();
        var references = HostAssemblies.FilesForScripts.Select(file => MetadataReference.CreateFromFile(file)).ToList();
        foreach (var plugin in plugins)
        {
            try
            {
                references.Add(MetadataReference.CreateFromFile(catalog.ReferencePath(plugin)));
            }
            catch (PluginException fault)
            {
                // A built-in plugin that cannot be used stops only the scripts that use it.
                missing.Add(fault.Message);
            }
        }

        missing.AddRange(catalog.Plugins.Where(plugin => plugin is { BuiltIn: true, Refused: not null }).Select(plugin => plugin.Refused!));
        var options = ScriptOptions.Default
            .WithFilePath(source.Path)
            .WithFileEncoding(Encoding.UTF8)
            .WithEmitDebugInformation(true)
            // A recipe composes and computes next to nothing; optimized, a fault in it often has no line.
            .WithOptimizationLevel(OptimizationLevel.Debug)
            .WithReferences(references)
            .WithImports(Imports.Concat(plugins.SelectMany(plugin => RecipeSource.Namespaces(catalog, plugin)).Distinct(StringComparer.Ordinal)))
            .WithMetadataResolver(new PluginReferences(named))
            .WithSourceResolver(new LoadedScripts(source));
        var compilation = CSharpScript.Create(source.Text, options, typeof(Recipe)).GetCompilation();
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!result.Success) throw Diagnostics.Fault(source, result.Diagnostics, missing);
        return new RecipeImage(assembly.ToArray(), symbols.ToArray(), Used(assembly.ToArray(), plugins, catalog), SettingNames.Of(compilation));
    }

    /// <summary>The plugins that the script names, by what stands in its <c>#r</c>.</summary>
    private static Dictionary<string, ImmutableArray<PortableExecutableReference>> Named(RecipeSource source, PluginCatalog catalog)
    {
        var named = new Dictionary<string, ImmutableArray<PortableExecutableReference>>(StringComparer.Ordinal);
        foreach (var reference in source.References)
        {
            if (RecipeSource.PluginName(reference) is not { } name) continue;
            try
            {
                named[reference.Value] = [.. catalog.PluginsFor(name).Select(plugin => MetadataReference.CreateFromFile(catalog.ReferencePath(plugin)))];
            }
            catch (PluginException fault)
            {
                throw reference.Fault(fault.Message, fault);
            }
        }

        return named;
    }

    /// <summary>What the emitted assembly really refers to, so that no other plugin is loaded for it.</summary>
    private static List<RecipePlugin> Used(byte[] assembly, IReadOnlyList<string> plugins, PluginCatalog catalog)
    {
        using var image = new PEReader([.. assembly]);
        var metadata = image.GetMetadataReader();
        var names = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. plugins.Select(plugin => catalog.Find(plugin)!).Where(plugin => names.Contains(plugin.Assembly))
                .Select(plugin => new RecipePlugin(plugin.Assembly, plugin.Name, plugin.Hash)),
        ];
    }
}
