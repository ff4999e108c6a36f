// Reads a console's lines from a terminal.
using System.Text.Json.Nodes;
using RadLine;
using Spectre.Console;

namespace PluginHost.App;

/// <summary>Reads lines from a terminal: editing, history with the arrow keys, completion with Tab.</summary>
internal sealed class LineReader
{
    private readonly LineEditor _first, _more;
    private bool _ended;

    /// <summary>Makes a reader.</summary>
    /// <param name="complete">What could stand at a place in a line: <c>start</c> and <c>words</c>.</param>
    public LineReader(Func<string, int, JsonObject> complete)
    {
        (_first, _more) = (Editor("> "), Editor("… "));
        LineEditor Editor(string prompt)
        {
            var editor = new LineEditor { MultiLine = false, Prompt = new LineEditorPrompt(prompt), Completion = new Proposals(complete) };
            editor.KeyBindings.Add<PreviousHistoryCommand>(ConsoleKey.UpArrow);
            editor.KeyBindings.Add<NextHistoryCommand>(ConsoleKey.DownArrow);
            editor.KeyBindings.Add(ConsoleKey.D, ConsoleModifiers.Control, () => new EndCommand(() => _ended = true));
            editor.KeyBindings.Add(ConsoleKey.C, ConsoleModifiers.Control, () => new DropCommand(() => Dropped = true));
            return editor;
        }
    }

    /// <summary>Whether the last line was left with Ctrl-C.</summary>
    public bool Dropped { get; private set; }

    /// <summary>The next line; null at the end.</summary>
    /// <param name="more">Whether it goes on with the one before.</param>
    public string? Read(bool more)
    {
        Dropped = false;
        Console.TreatControlCAsInput = true;
        try
        {
            var line = (more ? _more : _first).ReadLine(CancellationToken.None).GetAwaiter().GetResult();
            return _ended ? null : line;
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    // An empty line ends at Ctrl-D, as in a shell.
    private sealed class EndCommand(Action end) : LineEditorCommand
    {
        public override void Execute(LineEditorContext context)
        {
            if (context.Buffer.Length > 0) return;
            end();
            context.Submit(SubmitAction.Submit);
        }
    }

    // What was typed stays on the screen and is not evaluated, as in a shell.
    private sealed class DropCommand(Action drop) : LineEditorCommand
    {
        public override void Execute(LineEditorContext context)
        {
            drop();
            context.Submit(SubmitAction.Submit);
        }
    }

    private sealed class Proposals(Func<string, int, JsonObject> complete) : ITextCompletion
    {
        public IEnumerable<string>? GetCompletions(string prefix, string word, string suffix)
        {
            var answer = complete(prefix + word + suffix, prefix.Length + word.Length);
            var start = answer["start"]?.GetValue<int>() ?? -1;
            // The editor replaces its own idea of a word.
            if (start < prefix.Length) return null;
            var kept = word[..(start - prefix.Length)];
            return [.. answer["words"]!.AsArray().Select(proposal => kept + proposal!.GetValue<string>())];
        }
    }
}
