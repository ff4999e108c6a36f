// The live panel takes itself back by counted lines.
using System.Text.RegularExpressions;
using PluginHost.Terminal;
using Spectre.Console;
using Xunit;

namespace PluginHost.Tests.Terminal;

public sealed partial class PanelDisplayTests
{
    [Fact]
    public void What_stays_on_the_screen_is_the_notes_the_last_panel_and_no_more()
    {
        var output = new StringWriter();
        var console = Terminal(output, 80, 24);
        using (var display = new PanelDisplay(console, "hint"))
        {
            var state = SampleRun.Fold(SampleRun.Started(), SampleRun.Stage(1));
            display.Refresh(state, SampleRun.At(2));
            foreach (var happened in new RunEvent[] { SampleRun.Step(3, 10, 4), new Noted("a note"), SampleRun.Step(4, 20, 3), new Warned("a warning") })
            {
                state = state.Apply(happened);
                display.Show(state, happened);
                display.Refresh(state, happened.Time.AddSeconds(10));
            }

            display.Say("stopping");
        }

        var screen = Play(output.ToString());
        Assert.Equal(["a note", "warning: a warning", "stopping"], screen.Take(3));
        Assert.Single(screen, line => line.StartsWith("tiny", StringComparison.Ordinal));
        Assert.Single(screen, line => line.Contains("20/100", StringComparison.Ordinal));
        Assert.DoesNotContain(screen, line => line.Contains("10/100", StringComparison.Ordinal));
        Assert.Equal(" hint", screen[^1]);
        Assert.EndsWith("\u001b[?25h", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_that_became_narrower_the_screen_is_made_anew()
    {
        var output = new StringWriter();
        var console = Terminal(output, 110, 24);
        using var display = new PanelDisplay(console, new string('h', 100));
        var state = SampleRun.Fold(SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(2, 10, 4));
        display.Show(state, new Noted("a note"));
        display.Refresh(state, DateTimeOffset.UtcNow.AddSeconds(1));
        console.Profile.Width = 40;
        output.GetStringBuilder().Clear();
        display.Refresh(state, DateTimeOffset.UtcNow.AddSeconds(2));
        Assert.StartsWith("\u001b[H\u001b[2J", output.ToString(), StringComparison.Ordinal);
        var screen = Play(output.ToString());
        Assert.Equal("a note", screen[0]);
        Assert.Single(screen, line => line.StartsWith("tiny", StringComparison.Ordinal));
        Assert.All(screen, line => Assert.InRange(line.Length, 1, 40));
    }

    [Fact]
    public void A_small_terminal_shows_step_and_loss()
    {
        var output = new StringWriter();
        using var display = new PanelDisplay(Terminal(output, 20, 6), "Ctrl-C stops after the step and saves; without its terminal the run goes on");
        display.Refresh(SampleRun.Fold(SampleRun.Started(), SampleRun.Stage(1), SampleRun.Ended(2), SampleRun.Stage(3, 2, "tune"), SampleRun.Step(4, 10, 4.5, 2)), SampleRun.At(5));
        var screen = Play(output.ToString());
        Assert.InRange(screen.Count, 1, 5);
        Assert.Contains(screen, line => line.Contains("10/100", StringComparison.Ordinal));
        Assert.Contains(screen, line => line.Contains("loss 4.500", StringComparison.Ordinal));
    }

    private static IAnsiConsole Terminal(StringWriter output, int width, int height)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        (console.Profile.Width, console.Profile.Height) = (width, height);
        return console;
    }

    // A terminal that knows what the panel uses: up, clear to the end of the line, clear to the end of the screen.
    private static List<string> Play(string text)
    {
        var (lines, row) = (new List<string> { "" }, 0);
        foreach (Match part in Parts().Matches(text))
        {
            if (part.Groups["up"].Success) row -= int.Parse(part.Groups["up"].Value);
            else if (part.Value == "\u001b[J") lines.RemoveRange(row, lines.Count - row);
            else if (part.Value == "\n" && ++row < lines.Count) lines[row] = "";
            else if (part.Groups["text"].Success) lines[row] += part.Value;
            while (row >= lines.Count) lines.Add("");
            if (part.Groups["up"].Success) lines[row] = "";
        }

        return [.. lines.Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }

    [GeneratedRegex(@"\u001b\[(?<up>\d+)A|\u001b\[J|\u001b\[[?0-9;]*[a-zA-Z]|\r|\n|(?<text>[^\u001b\r\n]+)")]
    private static partial Regex Parts();
}
