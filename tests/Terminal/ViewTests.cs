// What a terminal shows, rendered to text of a fixed width.
using PluginHost.Terminal;
using Spectre.Console.Rendering;
using Xunit;

namespace PluginHost.Tests.Terminal;

public sealed class ViewTests
{
    private static string[] Draw(IRenderable view, int width)
    {
        var output = new StringWriter();
        Consoles.Plain(output, width).Write(view);
        return [.. output.ToString().Split('\n').Select(line => line.TrimEnd())];
    }

    [Fact]
    public void The_panel_shows_what_is_done_and_what_is_at_work()
    {
        var state = SampleRun.Fold(SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(2, 100, 2.0), SampleRun.Ended(43),
            SampleRun.Stage(44, 2, "finetune [x]"), SampleRun.Step(45, 20, 3.0, 2), SampleRun.Evaluated(45, 20, 2), SampleRun.Step(55, 40, 2.0, 2));
        var lines = Draw(new RunView(state, SampleRun.At(55), "Ctrl-C stops"), 80);
        Assert.Equal(
        [
            "tiny  cpu  0:55",
            " ✓ 1 pretrain  0:42  loss 5.500 → 2.250  evaluated: loss 2.500, accuracy 0.7500",
            " ▸ 2 finetune [x]  ━━━━━━━━━━━━━━━───────────────────────  40/100  40%  ETA 0:30",
            "     loss 2 █▁  lr 3.0e-04  8.2k tokens/s",
            "     at step 20: loss 2.500, accuracy 0.7500",
            " Ctrl-C stops",
        ], lines.Where(line => line.Length > 0));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(80)]
    [InlineData(200)]
    public void No_line_is_wider_than_the_terminal(int width)
    {
        var state = SampleRun.Fold(SampleRun.Started(), SampleRun.Stage(1, name: new string('n', 60)), SampleRun.Step(2, 100, 2.0), SampleRun.Evaluated(3, 100),
            SampleRun.Ended(43), SampleRun.Stage(44, 2, new string('m', 60)), SampleRun.Step(45, 20, 3.0, 2), new Reported(new string('f', 50), 1.5));
        Assert.All(Draw(new RunView(state, SampleRun.At(55), "hint"), width).Concat(Draw(new SummaryView(state), width)), line => Assert.InRange(line.Length, 0, width));
    }

    [Fact]
    public void On_a_narrow_terminal_stages_are_stacked_and_sentences_break_between_words()
    {
        var state = SampleRun.Fold(SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(2, 100, 2.0), SampleRun.Ended(43), SampleRun.Stage(44, 2, "tune"), SampleRun.Step(45, 20, 3.0, 2));
        Assert.Equal(
        [
            "1 pretrain", "  100 steps in 0:42", "  training loss 5.500 → 2.250", "  loss 5.600 → 2.500", "  accuracy 0.7500", "  8.2k tokens a second",
            "2 tune", "  not done: 20 of 100 steps", "  training loss 3",
        ], Draw(new SummaryView(state), 40).Where(line => line.Length > 0));
        Assert.Equal("one two\nthree\n  | code stays as it is", Prose.Wrap("one two three\n  | code stays as it is", 8));
    }

    [Fact]
    public void An_evaluation_under_way_shows_its_batches()
    {
        var state = SampleRun.Fold(SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(2, 50, 2.0), new EvaluationProgressed(1, 3, 8));
        Assert.Contains(Draw(new RunView(state, SampleRun.At(3)), 80), line => line.EndsWith("50/100  evaluating 3/8", StringComparison.Ordinal));
    }

    [Fact]
    public void A_stage_that_only_evaluates_counts_no_steps()
    {
        var state = SampleRun.Fold(SampleRun.Started(), new StageStarted(1, "check", StageMode.Evaluate, 0, 0, 0, 10, "cpu", "rows"), new EvaluationProgressed(1, 3, 8));
        var line = Draw(new RunView(state, SampleRun.At(3)), 80).Single(line => line.EndsWith("evaluating 3/8", StringComparison.Ordinal));
        Assert.DoesNotContain("0/0", line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tables_at_the_end_have_stages_and_figures()
    {
        var state = SampleRun.Fold(SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(2, 100, 2.0), SampleRun.Ended(43),
            SampleRun.Stage(44, 2, "finetune"), SampleRun.Step(45, 20, 3.0, 2), new Reported("accuracy_after", 0.8125), new Reported("answer", "yes [ok]"));
        var lines = Draw(new SummaryView(state), 100);
        Assert.Contains(lines, line => line.Contains("1 pretrain", StringComparison.Ordinal) && line.Contains("5.500 → 2.250", StringComparison.Ordinal)
            && line.Contains("loss 5.600 → 2.500", StringComparison.Ordinal) && line.Contains("8.2k tokens", StringComparison.Ordinal) && line.Contains("0:42", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("2 finetune", StringComparison.Ordinal) && line.Contains("20/100", StringComparison.Ordinal) && line.Contains("not done", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("accuracy_after", StringComparison.Ordinal) && line.Contains("0.8125", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("yes [ok]", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_without_stages_or_figures_has_no_tables() => Assert.All(Draw(new SummaryView(SampleRun.Fold(SampleRun.Started())), 80), line => Assert.Empty(line));
}
