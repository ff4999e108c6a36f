// The live panel at the bottom of a terminal; what is worth keeping scrolls by above it.
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PluginHost.Terminal;

/// <summary>
/// Draws a <see cref="RunView"/> and redraws it in place. The cursor goes back by counted lines, so nothing else may write to the terminal
/// in between; notes and evaluations are written above the panel and stay in the terminal's history. Every frame is one write, so that
/// nothing flickers.
/// </summary>
/// <param name="console">The terminal.</param>
/// <param name="hint">The panel's last line.</param>
public sealed class PanelDisplay(IAnsiConsole console, string? hint) : IRunDisplay
{
    private const int NotesKept = 50;

    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(100);
    private static readonly Style s_notice = new(Color.Yellow);

    private readonly PlainLines _lines = new();
    private readonly Queue<IRenderable> _notes = new();
    private int _height;
    private int _width;
    private DateTimeOffset _drawnAt;
    private bool _cursorHidden;
    private RunState _state = RunState.Empty;

    /// <inheritdoc/>
    public void Show(RunState state, RunEvent happened)
    {
        _state = state;
        // Steps and stages are in the panel; only what the panel loses again is worth a line of its own.
        if (happened is not (Noted or Warned or Evaluated or WorkerDied or LiveValueSet or ConsoleLine or PluginReloaded or ReloadRefused or Stalled)) return;
        var style = happened is Warned or WorkerDied or ReloadRefused or Stalled ? s_notice : Style.Plain;
        Draw([.. _lines.Lines(state, happened).Select(line => new Text(line, style))], DateTimeOffset.UtcNow);
    }

    /// <inheritdoc/>
    public void Refresh(RunState state, DateTimeOffset now)
    {
        _state = state;
        if (now - _drawnAt >= s_frame) Draw([], now);
    }

    /// <inheritdoc/>
    public void Say(string line) => Draw([new Text(line, s_notice)], DateTimeOffset.UtcNow);

    /// <inheritdoc/>
    public void Finish(RunState state) => Write([new SummaryView(state)], []);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_cursorHidden) console.Cursor.Show();
        _cursorHidden = false;
    }

    private void Draw(IReadOnlyList<IRenderable> above, DateTimeOffset now)
    {
        if (!_cursorHidden) console.Cursor.Hide();
        _cursorHidden = true;
        _drawnAt = now;
        // A panel that is higher than the terminal could not be taken back.
        var room = Math.Max(1, console.Profile.Height - 1);
        var views = new[] { hint, null }.Select(last => new RunView(_state, now, last)).Concat(new[] { PanelSize.Stage, PanelSize.Least }.Select(size => new RunView(_state, now, null, size)));
        List<SegmentLine> panel = [];
        foreach (var view in views)
        {
            panel = LinesOf(view);
            if (panel.Count <= room) break;
        }

        foreach (var note in above) _notes.Enqueue(note);
        while (_notes.Count > NotesKept) _notes.Dequeue();
        panel = panel.Count <= room ? panel : panel[..room];
        var width = console.Profile.Width;
        if (width < _width) Redraw(panel, room);
        else Write(above, panel);
        _width = width;
    }

    // A terminal that becomes narrower breaks the lines that no longer fit, some time before it says so: nobody knows how high the panel is
    // then. So the screen is made anew, with the notes that it has room for.
    private void Redraw(List<SegmentLine> panel, int room)
    {
        var notes = _notes.SelectMany(LinesOf).ToList();
        console.Write(new ControlCode("\u001b[H\u001b[2J"));
        console.Write(new Frame(0, [.. notes.TakeLast(Math.Max(0, room - panel.Count)), .. panel]));
        _height = panel.Count;
    }

    private void Write(IReadOnlyList<IRenderable> above, IReadOnlyList<SegmentLine> panel)
    {
        console.Write(new Frame(_height, [.. above.SelectMany(LinesOf), .. panel]));
        _height = panel.Count;
    }

    private List<SegmentLine> LinesOf(IRenderable renderable) =>
        Segment.SplitLines(renderable.Render(RenderOptions.Create(console, console.Profile.Capabilities), console.Profile.Width));

    private sealed class Frame(int height, IReadOnlyList<SegmentLine> lines) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            if (height > 0) yield return Segment.Control($"\r\u001b[{height}A");
            foreach (var line in lines)
            {
                foreach (var segment in line) yield return segment;
                yield return Segment.Control("\u001b[K");
                yield return Segment.LineBreak;
            }

            yield return Segment.Control("\u001b[J");
        }
    }
}
