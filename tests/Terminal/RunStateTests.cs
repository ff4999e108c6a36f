// A run's state is a fold of its record.
using PluginHost.Terminal;
using Xunit;

namespace PluginHost.Tests.Terminal;

public sealed class RunStateTests
{
    [Fact]
    public void A_stage_is_current_from_its_start_to_its_end()
    {
        var state = SampleRun.Fold(SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(2, 1, 5.0), SampleRun.Step(3, 10, 4.0));
        Assert.Equal(RunStatus.Running, state.Status);
        Assert.Equal((10, 4.0), (state.Current!.Step, state.Current.Loss));
        Assert.False(state.HasSaved);
        state = state.Apply(SampleRun.Ended(4));
        Assert.Null(state.Current);
        Assert.True(state.HasSaved);
        Assert.Equal(1, state.Stages.Single().Share);
    }

    [Fact]
    public void A_resumed_run_is_no_longer_over_and_its_stage_keeps_its_history()
    {
        var state = SampleRun.Fold(
            SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(2, 1, 5.0), SampleRun.Step(3, 2, 4.0), new CheckpointSaved(1, 2, "stages/01"), SampleRun.Evaluated(3.5, 2),
            SampleRun.Over(4, RunStatus.Stopped, 4, "Stopped."));
        Assert.True(state.IsOver);
        state = state.Apply(SampleRun.Started(100)).Apply(SampleRun.Stage(101, step: 2)).Apply(SampleRun.Step(102, 3, 3.0));
        Assert.False(state.IsOver);
        Assert.Null(state.Message);
        Assert.Equal([5.0, 4.0, 3.0], state.Current!.Curve.Points);
        Assert.Equal(2, state.Current.LastEvaluation!.Step);
        Assert.Equal("stages/01", state.Current.Checkpoint);
        Assert.Single(state.Stages);
    }

    [Fact]
    public void Time_counts_what_earlier_workers_took()
    {
        var events = new RunEvent[] { SampleRun.Started(), SampleRun.Stage(10), SampleRun.Step(20, 50, 5.0), SampleRun.Over(30, RunStatus.Stopped, 4, "Stopped.") };
        var again = new RunEvent[] { SampleRun.Started(100), SampleRun.Stage(101, step: 50), SampleRun.Ended(143) };
        foreach (var state in new[] { SampleRun.Fold([.. events, .. again]), again.Aggregate(SampleRun.Fold(events).Left(), (state, happened) => state.Apply(happened)) })
        {
            Assert.Equal(TimeSpan.FromSeconds(30 + 43), state.Elapsed);
            Assert.Equal(TimeSpan.FromSeconds(20 + 42), state.Stages[0].Duration);
        }
    }

    [Fact]
    public void A_clock_that_jumps_back_takes_no_time_away()
    {
        var state = SampleRun.Fold(SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(20, 50, 5.0), SampleRun.Step(-3600, 60, 4.0), SampleRun.Step(-3590, 70, 4.0));
        Assert.Equal(TimeSpan.FromSeconds(20), state.Elapsed);
        Assert.InRange(state.Current!.Remaining(SampleRun.At(-3590)) ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(70, state.Current.Step);
    }

    [Fact]
    public void A_stage_that_begins_anew_forgets()
    {
        var state = SampleRun.Fold(SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(2, 1, 5.0), SampleRun.Started(10), SampleRun.Stage(11));
        Assert.Empty(state.Current!.Curve.Points);
    }

    [Fact]
    public void What_is_left_is_judged_by_the_steps_of_this_start_only()
    {
        var state = SampleRun.Fold(SampleRun.Started(), SampleRun.Stage(1, step: 50, total: 100), SampleRun.Step(2, 51, 1), SampleRun.Step(12, 61, 1));
        Assert.Equal(39, state.Current!.Remaining(SampleRun.At(12))!.Value.TotalSeconds, 3);
        Assert.Equal(38, state.Current.Remaining(SampleRun.At(13))!.Value.TotalSeconds, 3);
        Assert.Equal(TimeSpan.Zero, state.Current.Remaining(SampleRun.At(500)));
        Assert.Null(SampleRun.Fold(SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(2, 1, 1)).Current!.Remaining(SampleRun.At(3)));
    }

    [Fact]
    public void A_figure_that_is_reported_again_keeps_its_place()
    {
        var state = SampleRun.Fold(new Reported("a", 1), new Reported("b", 2), new Reported("a", 3));
        Assert.Equal(["a", "b"], state.Figures.Select(figure => figure.Key));
        Assert.Equal("3", Figures.Reported(state.Figures[0].Value));
    }

    [Fact]
    public void A_skipped_stage_is_known_by_its_end()
    {
        var state = SampleRun.Fold(SampleRun.Started(), SampleRun.Ended(1, stage: 3, name: "earlier"));
        Assert.Equal((3, "earlier", true), (state.Stages.Single().Number, state.Stages.Single().Name, state.Stages.Single().IsDone));
    }
}
