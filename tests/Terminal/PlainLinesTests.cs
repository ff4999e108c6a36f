// Plain lines come at sensible intervals.
using PluginHost.Terminal;
using Xunit;

namespace PluginHost.Tests.Terminal;

public sealed class PlainLinesTests
{
    private static List<string> Lines(IEnumerable<RunEvent> events)
    {
        var lines = new PlainLines();
        var state = RunState.Empty;
        var result = new List<string>();
        foreach (var happened in events)
        {
            state = state.Apply(happened);
            result.AddRange(lines.Lines(state, happened));
        }

        return result;
    }

    [Fact]
    public void A_stage_gives_its_start_some_steps_its_evaluations_and_its_end()
    {
        var lines = Lines([SampleRun.Started(), SampleRun.Stage(0), SampleRun.Step(1, 1, 5), SampleRun.Step(1.1, 2, 4.9), SampleRun.Evaluated(2, 2), new Warned("Mind the gap."),
            new Noted("plain [text]"), SampleRun.Step(3, 100, 2), SampleRun.Ended(4)]);
        Assert.Equal(
        [
            "pretrain  stage 1: 100 steps, 1.0k of 842.5k parameters trained, on cpu",
            "pretrain  step 1/100 (1%)  loss 5  lr 3.0e-04  8.2k tokens/s",
            "pretrain  at step 2: loss 2.500, accuracy 0.7500",
            "warning: Mind the gap.",
            "plain [text]",
            "pretrain  step 100/100 (100%)  loss 2  lr 3.0e-04  8.2k tokens/s",
            "pretrain  done in 0:42, loss 5.500 -> 2.250; evaluated: loss 2.500, accuracy 0.7500",
        ], lines);
    }

    [Fact]
    public void A_long_stage_gives_a_line_each_tenth_and_fewer_in_between_as_time_goes_by()
    {
        var steps = Enumerable.Range(1, 36_000).Select(step => SampleRun.Step(step * 0.1, step, 3));
        var count = Lines([SampleRun.Started(), SampleRun.Stage(0, total: 36_000), .. steps]).Count;
        // One a 5 s for a minute, one a 30 s for 29 minutes, one a 5 min for 30 minutes, and the tenths.
        Assert.InRange(count, 12 + 58 + 6, 12 + 58 + 6 + 14);
    }

    [Fact]
    public void A_quick_stage_gives_its_first_and_its_last_step()
    {
        var steps = Enumerable.Range(1, 100).Select(step => SampleRun.Step(step * 0.001, step, 3));
        Assert.Equal(3, Lines([SampleRun.Started(), SampleRun.Stage(0), .. steps]).Count);
    }
}
