// A verification for a person: a line for each component and for each check, sentences where something does not hold, and one line of summary.
using System.Globalization;
using PluginHost.Conformance;
using PluginHost.Loading;
using Spectre.Console;

namespace PluginHost.App;

/// <summary>A verification for a person.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="console">Where it is shown.</param>
internal sealed class VerifyText(PluginInfo plugin, IAnsiConsole console) : IVerifyDisplay
{
    private const int Indent = 4;

    private readonly List<CheckResult> _results = [];

    /// <inheritdoc/>
    public void Begin() => console.Write(new Text($"{plugin.Name} {plugin.Version}  {ShownPath.Of(plugin.File)}\n"));

    /// <inheritdoc/>
    public void Show(CheckResult result)
    {
        if (_results.Count == 0 || _results[^1].Component != result.Component) console.Write(new Text($"\n{result.Component}\n", new Style(decoration: Decoration.Bold)));
        _results.Add(result);
        var (mark, colour) = result.Verdict switch
        {
            Conformance.Verdict.Holds => ("✓", Color.Green),
            Conformance.Verdict.Broken => ("✗", Color.Red),
            _ => ("–", Color.Grey),
        };
        console.Write(new Text($"  {mark} ", new Style(colour)));
        console.Write(new Text($"{result.Check}\n"));
        if (result.Sentence.Length > 0) console.Write(new Text(Indented(result.Sentence), new Style(result.Verdict == Conformance.Verdict.Broken ? Color.Red : Color.Grey)));
    }

    /// <inheritdoc/>
    public void End(TimeSpan elapsed)
    {
        int Count(Conformance.Verdict verdict) => _results.Count(result => result.Verdict == verdict);
        var (passed, failed, skipped) = (Count(Conformance.Verdict.Holds), Count(Conformance.Verdict.Broken), Count(Conformance.Verdict.NotApplicable));
        console.Write(new Text(string.Create(CultureInfo.InvariantCulture, $"\n{passed} passed, {failed} failed, {skipped} skipped in {elapsed.TotalSeconds:0.0} s\n"),
            new Style(failed > 0 ? Color.Red : Color.Green)));
    }

    // Broken between words where the terminal ends; in a file a sentence stays one line.
    private string Indented(string sentence)
    {
        var text = new System.Text.StringBuilder();
        var column = 0;
        foreach (var word in sentence.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var begins = column == 0 || column + 1 + word.Length > console.Profile.Width;
            if (begins) text.Append(column == 0 ? "" : "\n").Append(' ', Indent);
            else text.Append(' ');
            column = (begins ? Indent : column + 1) + word.Length;
            text.Append(word);
        }

        return text.Append('\n').ToString();
    }
}
