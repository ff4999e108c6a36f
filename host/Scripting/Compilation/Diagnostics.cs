// What the compiler has to say, as a person wants to read it.
using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;

namespace PluginHost.Scripting.Compilation;

/// <summary>What the compiler has to say, as a person wants to read it: place, message, the line itself and a caret.</summary>
internal static class Diagnostics
{
    private const int Shown = 5;

    /// <summary>The errors of a compilation; warnings are none.</summary>
    /// <param name="source">The script.</param>
    /// <param name="diagnostics">What the compiler says.</param>
    /// <param name="missing">Why built-in plugins were not there to compile against.</param>
    public static RecipeException Fault(RecipeSource source, ImmutableArray<Diagnostic> diagnostics, IReadOnlyList<string> missing)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath == source.Path ? 0 : 1)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start).ToList();
        var text = new StringBuilder($"The recipe {source.Path} does not compile.");
        foreach (var error in errors.Take(Shown)) Append(text, error, source);
        if (errors.Count > Shown) text.Append($"\n\nand {errors.Count - Shown} more.");
        foreach (var sentence in missing) text.Append($"\n\nNot there to compile against: {sentence}");
        return new RecipeException(text.ToString());
    }

    private static void Append(StringBuilder text, Diagnostic error, RecipeSource source)
    {
        var span = error.Location.GetLineSpan();
        var (line, column) = (span.StartLinePosition.Line, span.StartLinePosition.Character);
        text.Append($"\n\n{(string.IsNullOrEmpty(span.Path) ? source.Path : span.Path)}:{line + 1}:{column + 1}: {error.GetMessage()} ({error.Id})");
        if (error.Location.SourceTree?.GetText() is not { } file || line >= file.Lines.Count) return;
        var shown = file.Lines[line].ToString().Replace('\t', ' ');
        var end = span.EndLinePosition.Line == line ? span.EndLinePosition.Character : shown.Length;
        text.Append($"\n  {shown}\n  {new string(' ', column)}{new string('^', Math.Max(1, end - column))}");
    }
}
