// The recipes in the documents compile as they stand there; the plugins are PluginPageTests'.
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Xunit;

namespace PluginHost.Tests.Docs;

public sealed partial class SampleTests
{
    private static readonly string[] Plugins = ["TextModels", "Objectives", "LowRank", "Losses", "TextData", "Optimization", "Metrics"];

    [Fact]
    public void The_recipes_of_the_document_compile()
    {
        string[] imports = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading.Tasks", "PluginHost", "TorchSharp",
            .. Plugins.Select(plugin => "PluginHost." + plugin)];
        var options = ScriptOptions.Default.WithReferences(References()).WithImports(imports);
        var samples = Samples("writing-a-recipe.md").ToList();
        Assert.True(samples.Count >= 5);
        foreach (var sample in samples)
            Assert.Equal([], Errors(CSharpScript.Create(sample, options, typeof(Recipe)).GetCompilation()));
    }

    private static IEnumerable<string> Samples(string document) =>
        Block().Matches(File.ReadAllText(Path.Join(SharedData.Checkout, "docs", document))).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Errors(Microsoft.CodeAnalysis.Compilation compilation) =>
        compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString());

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
