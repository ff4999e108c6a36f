// Plain lines on a stream that is no terminal.
using Spectre.Console;

namespace PluginHost.Terminal;

/// <summary>Plain lines, without colours or cursor movement.</summary>
/// <param name="output">Where to.</param>
/// <param name="width">Columns that the tables at the end may take.</param>
public sealed class PlainDisplay(TextWriter output, int width = 100) : IRunDisplay
{
    private readonly PlainLines _lines = new();

    /// <inheritdoc/>
    public void Show(RunState state, RunEvent happened)
    {
        foreach (var line in _lines.Lines(state, happened)) output.WriteLine(line);
        output.Flush();
    }

    /// <inheritdoc/>
    public void Refresh(RunState state, DateTimeOffset now)
    {
    }

    /// <inheritdoc/>
    public void Say(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }

    /// <inheritdoc/>
    public void Finish(RunState state)
    {
        var console = Consoles.Plain(output, width);
        console.Write(new SummaryView(state));
        output.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
