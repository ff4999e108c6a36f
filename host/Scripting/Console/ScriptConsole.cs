// Compiles the lines of a run's console, each with what the lines before it declared.
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using PluginHost.Engine;
using PluginHost.Loading.Loads;

namespace PluginHost.Scripting;

/// <summary>
/// A console's C#: lines see the members of a <see cref="LiveRun"/> and what earlier lines declared. They are compiled against the framework and the
/// host's shared assemblies only, never against a plugin, so that a console keeps no generation of a plugin alive. One line is compiled and run at
/// a time.
/// </summary>
public sealed class ScriptConsole
{
    private static readonly string[] s_imports = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading.Tasks", "PluginHost", "TorchSharp"];

    private readonly LiveRun _run;
    private readonly ScriptOptions _options;
    private readonly ConsoleContext _context = new();
    private Script<object>? _last;
    // The host's object first, then what the lines before became, as the compiler's code wants them.
    private object?[] _lines;
    private int _count = 1;

    /// <summary>Makes a console of a run.</summary>
    public ScriptConsole(LiveRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _run = run;
        _lines = [run, null, null, null];
        _options = ScriptOptions.Default
            .WithReferences(HostAssemblies.FilesForScripts.Select(file => MetadataReference.CreateFromFile(file)))
            .WithImports(s_imports)
            .WithMetadataResolver(NoReferences.Instance)
            .WithSourceResolver(null!)
            .WithOptimizationLevel(OptimizationLevel.Debug);
    }

    /// <summary>Whether a text is a whole line, or waits for more: an open bracket, an open text.</summary>
    public static bool IsWhole(string code) => SyntaxFactory.IsCompleteSubmission(CSharpSyntaxTree.ParseText(code, CSharpParseOptions.Default.WithKind(SourceCodeKind.Script)));

    /// <summary>Compiles a line.</summary>
    /// <exception cref="RecipeException">It does not compile; the sentences say where.</exception>
    public IConsoleLine Compile(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var script = Next(code);
        var compilation = script.GetCompilation();
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success) throw new RecipeException(Faults(result.Diagnostics));
        var entry = compilation.GetEntryPoint(CancellationToken.None) ?? throw new RecipeException("The line has nothing to evaluate.");
        return new Line(this, script, image.ToArray(), code, entry.ContainingType.MetadataName, entry.MetadataName, HasValue(compilation));
    }

    /// <summary>What could stand at a place in a line.</summary>
    /// <param name="code">The line so far.</param>
    /// <param name="position">Where, in characters from its beginning.</param>
    /// <param name="names">What can stand in the quotes of a member's argument, by the member's name.</param>
    public ConsoleCompletion Complete(string code, int position, IReadOnlyDictionary<string, IReadOnlyList<string>> names)
    {
        ArgumentNullException.ThrowIfNull(code);
        var compilation = (CSharpCompilation)Next(code).GetCompilation();
        return ConsoleCompletion.At(compilation, Math.Clamp(position, 0, code.Length), names);
    }

    private Script<object> Next(string code) => _last?.ContinueWith<object>(code, _options) ?? CSharpScript.Create<object>(code, _options, typeof(LiveRun));

    private static bool HasValue(Microsoft.CodeAnalysis.Compilation compilation)
    {
        var tree = compilation.SyntaxTrees.Single();
        return ((CompilationUnitSyntax)tree.GetRoot()).Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }
            && compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type?.SpecialType != SpecialType.System_Void;
    }

    private static string Faults(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).OrderBy(one => one.Location.SourceSpan.Start).Take(5).Select(error =>
        {
            var place = error.Location.GetLineSpan().StartLinePosition;
            return $"({place.Line + 1},{place.Character + 1}): {error.GetMessage()} ({error.Id})";
        });
        return string.Join('\n', errors);
    }

    /// <summary>Evaluates a compiled line with what the lines before it left.</summary>
    private Task<object> Run(byte[] image, string type, string method)
    {
        if (_count == _lines.Length) Array.Resize(ref _lines, _lines.Length * 2);
        _lines[_count] = null;
        var factory = _context.Load(image).GetType(type, throwOnError: true)!.GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object>>>();
        return factory(_lines);
    }

    private void Keep(Script<object> script)
    {
        _last = script;
        // Usings alone leave nothing behind.
        if (_lines[_count] is not null) _count++;
    }

    private sealed class Line(ScriptConsole console, Script<object> script, byte[] image, string code, string type, string method, bool hasValue) : IConsoleLine
    {
        public string Code => code;

        public async Task<string?> Run()
        {
            var value = await console.Run(image, type, method);
            return hasValue ? ConsoleText.Of(value) : null;
        }

        public void Keep() => console.Keep(script);
    }

    /// <summary>Where lines live: each finds the assemblies of those before it.</summary>
    private sealed class ConsoleContext() : AssemblyLoadContext("console", isCollectible: true)
    {
        private readonly Dictionary<string, Assembly> _loaded = new(StringComparer.Ordinal);

        public Assembly Load(byte[] image)
        {
            var assembly = LoadFromStream(new MemoryStream(image));
            return _loaded[assembly.GetName().Name!] = assembly;
        }

        protected override Assembly? Load(AssemblyName assemblyName) => _loaded.GetValueOrDefault(assemblyName.Name!) ?? HostAssemblies.Find(assemblyName);
    }

    /// <summary>A console refers to nothing but what it is given.</summary>
    private sealed class NoReferences : MetadataReferenceResolver
    {
        public static readonly NoReferences Instance = new();

        public override System.Collections.Immutable.ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) => [];

        public override bool Equals(object? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => 1;
    }
}
