// Makes tiny plugins from source text, in a folder that goes away: a project for each would take the build a second apiece.
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using PluginHost.Loading;
using PluginHost.Loading.Loads;
using PluginHost.Loading.Trust;
using Xunit;

namespace PluginHost.Tests.Loading;

/// <summary>A folder with plugins that are compiled from text, and catalogs over it.</summary>
internal sealed class Workshop : IDisposable
{
    private static readonly Lazy<MetadataReference[]> s_host =
        new(() => [.. HostAssemblies.FilesForScripts.Select(file => MetadataReference.CreateFromFile(file))]);

    private readonly string _folder = Directory.CreateTempSubdirectory("pluginhost-").FullName;

    /// <summary>Folders of strangers' plugins lie here.</summary>
    public string Strangers => Path.Join(_folder, "strangers");

    /// <summary>Folders of built-in plugins lie here.</summary>
    public string BuiltIn => Path.Join(_folder, "built-in");

    public string State => Path.Join(_folder, "state");

    public CatalogOptions Options => new() { BuiltInFolders = [BuiltIn], OtherFolders = [Strangers], StateDirectory = State };

    public PluginCatalog Catalog() => new(Options);

    /// <summary>A catalog in which these strangers' plugins are trusted.</summary>
    public PluginCatalog Trusting(params string[] plugins)
    {
        var catalog = Catalog();
        foreach (var plugin in plugins) catalog.Trust(plugin);
        return catalog;
    }

    public string PathOf(string relative)
    {
        var path = Path.Join(_folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    public string Write(string relative, string text)
    {
        File.WriteAllText(PathOf(relative), text);
        return PathOf(relative);
    }

    /// <summary>Compiles a source into a folder; a stranger's unless it says otherwise.</summary>
    /// <returns>The assembly's path.</returns>
    public string Build(string folder, string source, bool builtIn = false, string? assembly = null, params string[] references)
    {
        var name = assembly ?? folder;
        var target = Path.Join(builtIn ? BuiltIn : Strangers, folder);
        Directory.CreateDirectory(target);
        var file = Path.Join(target, name + ".dll");
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(documentationMode: DocumentationMode.Parse), cancellationToken: TestContext.Current.CancellationToken)],
            [.. s_host.Value, .. references.Select(reference => MetadataReference.CreateFromFile(reference))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true));
        using var content = new MemoryStream();
        using var documentation = new MemoryStream();
        var result = compilation.Emit(content, xmlDocumentationStream: documentation, options: new EmitOptions(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        File.WriteAllBytes(file, content.ToArray());
        File.WriteAllBytes(Path.ChangeExtension(file, ".xml"), documentation.ToArray());
        if (builtIn) BuildEntry.Write(target);
        return file;
    }

    /// <summary>Builds a scenario of <c>tests/TestPlugins</c>: <c>Library.cs</c> into a library beside the plugin, <c>Absent.cs</c> into one that is not there, C files into native ones, the rest into the plugin.</summary>
    /// <param name="scenario">The scenario's folder; the plugin's is the same in kebab-case.</param>
    /// <param name="alter">Changes the sources.</param>
    /// <returns>The plugin's assembly.</returns>
    public string BuildScenario(string scenario, Func<string, string>? alter = null)
    {
        var folder = Path.Join(SharedData.Checkout, "tests", "TestPlugins", scenario);
        var name = string.Concat(scenario.Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
        Directory.CreateDirectory(Path.Join(Strangers, name));
        foreach (var source in Directory.GetFiles(folder, "*.c"))
            Native(alter is null ? source : Write(Path.GetFileName(source), alter(File.ReadAllText(source))), Path.Join(Strangers, name, $"lib{Path.GetFileNameWithoutExtension(source)}.so"));
        var references = new List<string>();
        if (File.Exists(Path.Join(folder, "Library.cs"))) references.Add(Build(name, Text("Library.cs"), assembly: "Library"));
        if (File.Exists(Path.Join(folder, "Absent.cs"))) references.Add(Build($"../absent/{name}", Text("Absent.cs"), assembly: "Absent"));
        return Build(name, Text("Plugin.cs"), references: [.. references]);

        string Text(string file)
        {
            var text = File.ReadAllText(Path.Join(folder, file));
            return alter?.Invoke(text) ?? text;
        }
    }

    /// <summary>Compiles a C file into a library.</summary>
    public static void Native(string source, string library)
    {
        using var compiler = Process.Start(new ProcessStartInfo("g++", ["-x", "c", "-shared", "-fPIC", "-O0", source, "-o", library]))!;
        compiler.WaitForExit();
        Assert.True(compiler.ExitCode == 0, $"{source} did not compile.");
    }

    /// <summary>Makes every file look as if it had been written long ago, so that what is found is remembered.</summary>
    public void Age()
    {
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
