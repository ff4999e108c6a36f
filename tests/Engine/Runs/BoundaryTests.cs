// Work that is asked for from outside happens on the run's thread, between steps, and harms no run.
using PluginHost.Engine;
using PluginHost.Optimization;
using PluginHost.TextData;
using PluginHost.TextModels;
using Xunit;

namespace PluginHost.Tests.Engine.Runs;

public sealed class BoundaryTests : IDisposable
{
    private readonly EngineBench _bench = new(new BuiltInCatalog());

    public BoundaryTests() => File.WriteAllText(Path.Join(_bench.Folder, "text.txt"), File.ReadAllText(Path.Join(SharedData.Checkout, "docs", "decisions.md")));

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Work_is_done_between_steps_on_the_runs_thread_and_what_it_throws_is_the_askers()
    {
        Task<(long Step, string? Thread)>? done = null;
        Task<int>? failed = null;
        var ended = _bench.Execute("steps", async recipe => await Gpt(recipe, 5).Run(), (happened, worker) =>
        {
            if (happened is not StepTaken { Step: 2 }) return;
            done = worker.AtBoundary(stage => (stage!.Step, Thread.CurrentThread.Name));
            failed = worker.AtBoundary<int>(_ => throw new InvalidOperationException("mine"));
            Assert.False(done.IsCompleted);
        }, everyStep: true);
        Assert.Equal(0, ended.ExitCode);
        Assert.Equal((2, "run"), await done!);
        Assert.Equal("mine", failed!.Exception!.InnerException!.Message);
    }

    [Fact]
    public async Task A_paused_run_works_too_and_goes_on_when_it_is_told_to()
    {
        Task<bool>? paused = null;
        var ended = _bench.Execute("paused", async recipe => await Gpt(recipe, 3).Run(), (happened, worker) =>
        {
            if (happened is StepTaken { Step: 1 }) worker.Pause();
            if (happened is not Noted { Message: "Paused." }) return;
            paused = worker.AtBoundary(_ => worker.Paused);
            paused.ContinueWith(_ => worker.Resume(), TaskScheduler.Default);
        }, everyStep: true);
        Assert.Equal(0, ended.ExitCode);
        Assert.True(await paused!);
    }

    [Fact]
    public async Task A_recipe_that_waits_outside_of_its_stages_keeps_nobody_waiting()
    {
        Task<bool>? asked = null;
        var ended = _bench.Execute("between", async recipe =>
        {
            recipe.Print("waiting");
            var patience = Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            Assert.Same(asked, await Task.WhenAny(asked!, patience));
        }, (happened, worker) =>
        {
            if (happened is Noted { Message: "waiting" }) asked = worker.AtBoundary(stage => stage is null);
        });
        Assert.True(ended.ExitCode == 0, ended.Message);
        Assert.True(await asked!);
    }

    [Fact]
    public void What_a_run_never_came_to_is_refused()
    {
        Task<int>? late = null;
        _bench.Execute("late", recipe => Task.CompletedTask, (happened, worker) =>
        {
            if (happened is RunEnded) late = worker.AtBoundary(_ => 1);
        });
        Assert.Contains("The run was over", Assert.IsType<RecipeException>(late!.Exception!.InnerException).Message, StringComparison.Ordinal);
    }

    private StageBuilder Gpt(Recipe recipe, long steps) => recipe.Pretrain("gpt").Bytes().Data("text", new TextOptions { Files = [Path.Join(_bench.Folder, "text.txt")], Window = 32 })
        .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 32 })
        .Objective("causal-lm").Loss("cross-entropy").AdamW(1e-2).Batch(4).Steps(steps);
}
