// What the compiler has to say, as a person wants to read it.
using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;

namespace PluginHost.Scripting.Compilation;

/// <summary>What the compiler has to say, as a person wants to read it: place, message, the line itself and a caret.</summary>
internal static class Diagnostics
{
    private const int Shown = 5;

    public static RecipeException Fault(RecipeSource source, ImmutableArray<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ToList();
        var text = new StringBuilder($"The recipe {source.Path} does not compile.");
        foreach (var error in errors.Take(Shown)) Append(text, error, source);
        if (errors.Count > Shown) text.Append($"\n\nand {errors.Count - Shown} more.");
        return new RecipeException(text.ToString());
    }

    private static void Append(StringBuilder text, Diagnostic error, RecipeSource source)
    {
        var span = error.Location.GetMappedLineSpan();
        var (line, column) = (span.StartLinePosition.Line, span.StartLinePosition.Character);
        text.Append($"\n\n{(string.IsNullOrEmpty(span.Path) ? source.Path : span.Path)}:{line + 1}:{column + 1}: {error.GetMessage()} ({error.Id})");
        if (error.Location.SourceTree?.GetText() is not { } file || line >= file.Lines.Count) return;
        var shown = file.Lines[line].ToString().Replace('\t', ' ');
        var width = span.EndLinePosition.Line == line ? Math.Max(1, span.EndLinePosition.Character - column) : Math.Max(1, shown.Length - column);
        text.Append($"\n  {shown}\n  {new string(' ', column)}{new string('^', width)}");
    }
}
