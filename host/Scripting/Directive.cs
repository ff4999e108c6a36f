// One #r or #load line of a script.
namespace PluginHost.Scripting;

/// <summary>One <c>#r</c> or <c>#load</c> line of a script.</summary>
/// <param name="File">The file that it stands in.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Text">The line as it is written.</param>
/// <param name="Loads">Whether it is a <c>#load</c>.</param>
/// <param name="Value">What stands between its quotes.</param>
internal sealed record Directive(string File, int Line, string Text, bool Loads, string Value)
{
    /// <summary>An error about it: the place, the sentence, the line and a caret.</summary>
    public RecipeException Fault(string sentence, Exception? inner = null)
    {
        var column = Math.Max(0, Text.IndexOf('"'));
        return new RecipeException($"{File}:{Line}:{column + 1}: {sentence}\n  {Text.Replace('\t', ' ')}\n  {new string(' ', column)}{new string('^', Value.Length + 2)}", inner);
    }
}
