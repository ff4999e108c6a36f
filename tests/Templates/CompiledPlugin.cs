// A plugin's source files, compiled as its project compiles them.
using System.Reflection;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PluginHost.Loading.Loads;
using Xunit;

namespace PluginHost.Tests.Templates;

/// <summary>Compiles source files with the usings and the references that <c>PluginHost.Sdk</c> brings: Roslyn in this process, since an MSBuild call each would take seconds.</summary>
/// <param name="Entry">An instance of the plugin's class, of an assembly of its own.</param>
/// <param name="Reference">The assembly, for what is compiled against it.</param>
internal sealed record CompiledPlugin(IPlugin Entry, MetadataReference Reference)
{
    // What ImplicitUsings of Microsoft.NET.Sdk brings.
    private static readonly string[] s_implicit = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private static readonly Lazy<IReadOnlyList<MetadataReference>> s_references =
        new(() => [.. HostAssemblies.FilesForScripts.Select(file => MetadataReference.CreateFromFile(file))]);

    private static readonly Lazy<SyntaxTree> s_usings = new(() =>
    {
        var properties = XDocument.Load(Path.Join(SharedData.Checkout, "host", "Sdk", "Package", "PluginHost.Sdk.props"));
        var own = properties.Descendants("Using").Select(element => $"{(element.Attribute("Static") is null ? "" : "static ")}{element.Attribute("Include")!.Value}").ToList();
        Assert.Contains("PluginHost", own);
        return CSharpSyntaxTree.ParseText(string.Concat(s_implicit.Concat(own).Select(name => $"global using {name};\n")));
    });

    /// <summary>Compiles and loads.</summary>
    public static CompiledPlugin Of(string name, IEnumerable<(string File, string Text)> sources)
    {
        var compilation = CSharpCompilation.Create(name, [s_usings.Value, .. sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, path: source.File, cancellationToken: TestContext.Current.CancellationToken))],
            s_references.Value, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release));
        using var content = new MemoryStream();
        var result = compilation.Emit(content, cancellationToken: TestContext.Current.CancellationToken);
        // A newcomer's first build has no warnings either.
        Assert.Equal("", string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)));
        var type = Assembly.Load(content.ToArray()).GetExportedTypes().Single(type => type.IsAssignableTo(typeof(IPlugin)));
        return new CompiledPlugin((IPlugin)Activator.CreateInstance(type)!, MetadataReference.CreateFromImage(content.ToArray()));
    }
}
