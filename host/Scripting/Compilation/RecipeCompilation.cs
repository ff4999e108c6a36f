// The compiler's part: a script and the plugins to an assembly, or to sentences that say what is wrong.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Scripting;
using PluginHost.Loading;

namespace PluginHost.Scripting.Compilation;

/// <summary>Compiles a script. Only reached when the cache has no answer.</summary>
internal static class RecipeCompilation
{
    private static readonly string[] Imports =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading.Tasks", "PluginHost", "TorchSharp"];

    public static RecipeImage Emit(RecipeSource source, PluginCatalog catalog)
    {
        var builtIn = catalog.Plugins.Where(plugin => plugin is { BuiltIn: true, Trusted: true, Refused: null }).Select(plugin => plugin.Name).ToList();
        var named = new PluginReferences(catalog);
        var options = ScriptOptions.Default
            .WithFilePath(source.Path)
            .WithFileEncoding(System.Text.Encoding.UTF8)
            .WithEmitDebugInformation(true)
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithReferences(HostReferences.Files().Concat(builtIn.Select(catalog.ReferencePath)).Select(file => MetadataReference.CreateFromFile(file)))
            .WithImports(Imports.Concat(Namespaces(catalog, builtIn)))
            .WithMetadataResolver(named)
            .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(Path.GetDirectoryName(source.Path)));
        // The compiler knows no shebang in a script that is not the whole program's file; a comment keeps the line numbers.
        var text = source.Text.StartsWith("#!", StringComparison.Ordinal) ? "//" + source.Text[2..] : source.Text;
        var compilation = CSharpScript.Create(text, options, typeof(Recipe)).GetCompilation();
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!result.Success) throw Diagnostics.Fault(source, result.Diagnostics);
        return new RecipeImage(assembly.ToArray(), symbols.ToArray(), UsedPlugins(assembly, catalog));
    }

    /// <summary>The namespaces of the built-in plugins' options, so that a recipe names them without a using.</summary>
    private static IEnumerable<string> Namespaces(PluginCatalog catalog, IReadOnlyCollection<string> plugins) =>
        catalog.Entries.Where(entry => plugins.Contains(entry.Plugin) && entry.OptionsType?.LastIndexOf('.') is > 0)
            .Select(entry => entry.OptionsType![..entry.OptionsType!.LastIndexOf('.')])
            .Where(name => name != "PluginHost").Distinct(StringComparer.Ordinal);

    /// <summary>What the emitted assembly really refers to, so that no other plugin is loaded for it.</summary>
    private static Dictionary<string, string> UsedPlugins(MemoryStream assembly, PluginCatalog catalog)
    {
        assembly.Position = 0;
        using var reader = new System.Reflection.PortableExecutable.PEReader(assembly, System.Reflection.PortableExecutable.PEStreamOptions.LeaveOpen);
        var metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(reader);
        var used = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var handle in metadata.AssemblyReferences)
            if (catalog.PluginOfAssembly(metadata.GetString(metadata.GetAssemblyReference(handle).Name)) is { } found)
                used[found.Plugin] = found.Hash;
        return used;
    }
}
