// What `plugins new` writes, of every kind: it compiles without a warning and passes the suite, and its recipe compiles.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using PluginHost.App;
using PluginHost.Conformance;
using PluginHost.Tests.Conformance;
using Xunit;
using Verdict = PluginHost.Conformance.Verdict;

namespace PluginHost.Tests.Templates;

public sealed class TemplateTests
{
    private static readonly string[] s_imports = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading.Tasks", "PluginHost", "TorchSharp",
        .. BuiltIns.Plugins.Select(plugin => plugin.GetType().Namespace!)];

    private static readonly Lazy<Dictionary<string, CompiledPlugin>> s_compiled =
        new(() => PluginKinds.All.Keys.ToDictionary(kind => kind, kind => CompiledPlugin.Of(NameOf(kind), Sources(kind, ".cs"))));

    // One suite for all, so that the small architectures are made once, and every method meets every architecture.
    private static readonly Lazy<(InstanceCatalog Catalog, ConformanceSuite Suite)> s_all = new(() =>
    {
        var catalog = new InstanceCatalog([.. BuiltIns.Plugins, .. s_compiled.Value.Values.Select(compiled => compiled.Entry)]);
        return (catalog, new ConformanceSuite(catalog, catalog.EntryPoint));
    });

    private static readonly Lazy<IReadOnlyList<MetadataReference>> s_references =
        new(() => [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file))]);

    public static TheoryData<string> Kinds => new(PluginKinds.All.Keys);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_new_plugin_passes_the_suite(string kind)
    {
        var (catalog, suite) = s_all.Value;
        var plugin = catalog.Entries.Single(entry => entry.Name == NameOf(kind)).Plugin;
        var results = suite.Plan(plugin).Select(check => check.Run()).ToList();
        Assert.Equal("", string.Join("\n", results.Where(result => result.Verdict == Verdict.Broken).Select(result => $"{result.Component}: {result.Check}: {result.Sentence}")));
        Assert.True(results.Count(result => result.Verdict == Verdict.Holds) >= 3, string.Join("\n", results));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Its_recipe_compiles(string kind)
    {
        var text = Sources(kind, ".csx").Single().Text;
        var reference = $"#r \"plugin:{NameOf(kind)}\"";
        Assert.Contains(reference, text, StringComparison.Ordinal);
        // What the host makes of the reference is given here.
        var options = ScriptOptions.Default.WithReferences(s_references.Value.Append(s_compiled.Value[kind].Reference)).WithImports(s_imports);
        var diagnostics = CSharpScript.Create(text.Replace(reference, "", StringComparison.Ordinal), options, typeof(Recipe)).GetCompilation().GetDiagnostics(TestContext.Current.CancellationToken);
        Assert.Equal("", string.Join("\n", diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)));
    }

    private static string NameOf(string kind) => "sample-" + kind;

    private static IEnumerable<(string File, string Text)> Sources(string kind, string extension)
    {
        var folder = Path.Join(Path.GetTempPath(), $"pluginhost-template-{Guid.NewGuid():N}");
        try
        {
            new PluginProject(new Checkout(SharedData.Checkout, Path.Join(SharedData.Checkout, "artifacts")), PluginKinds.All[kind], NameOf(kind)).Write(folder);
            return [.. Directory.GetFiles(folder, "*" + extension).Select(file => (Path.GetFileName(file), File.ReadAllText(file)))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
