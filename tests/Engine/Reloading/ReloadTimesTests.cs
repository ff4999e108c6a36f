// When a reload may come: in the middle of anything that a run does, and before its death.
using PluginHost.Engine;
using PluginHost.Optimization;
using PluginHost.TextData;
using PluginHost.TextModels;
using Xunit;

namespace PluginHost.Tests.Engine.Reloading;

public sealed class ReloadTimesTests : IDisposable
{
    private readonly WorkshopRun _live = new();

    public void Dispose()
    {
        FaultPoints.Use(null);
        _live.Dispose();
    }

    [Fact]
    public void A_run_that_is_paused_takes_a_reload_at_once_and_ends_as_if_it_had_not_been_paused()
    {
        StageResult? never = null, paused = null;
        Ended(_live.Bench.Execute("never", async recipe => never = await Gpt(recipe, 5).Run(), everyStep: true));
        Ended(_live.Bench.Execute("paused", async recipe => paused = await Gpt(recipe, 5).Run(), (happened, worker) =>
        {
            if (happened is StepTaken { Step: 2 }) worker.Pause();
            if (happened is Noted { Message: "Paused." })
            {
                _live.Rebuild("TextModels", 1);
                _live.Reload(worker, "text-models");
            }

            // Only what was taken over while the run stood still lets it go on.
            if (happened is PluginReloaded) worker.Resume();
        }, everyStep: true));
        var events = _live.Bench.Events("paused").ToList();
        Assert.True(events.FindIndex(happened => happened is PluginReloaded { Step: 2 }) < events.FindIndex(happened => happened is Noted { Message: "Going on." }));
        Assert.Equal(Losses("never"), Losses("paused"));
        Assert.Equal(WorkshopRun.Weights(never!), WorkshopRun.Weights(paused!));
    }

    [Fact]
    public void Between_two_stages_the_next_one_is_built_with_the_new_build()
    {
        _live.Workshop.Build("acme", StrangeLoss.Source(), builtIn: true);
        async Task Two(Recipe recipe, string first)
        {
            var model = (await Gpt(recipe, 2, "strange", first).Run()).Model;
            recipe.Print("between");
            await recipe.Finetune("second").Model(model).Bytes().Data("text", Text).Objective("causal-lm").Loss("strange").AdamW(1e-2).Batch(4).Steps(2).Run();
        }

        Ended(_live.Bench.Execute("plain", recipe => Two(recipe, "first"), everyStep: true));
        Ended(_live.Bench.Execute("between", recipe => Two(recipe, "first"), (happened, worker) =>
        {
            if (happened is not Noted { Message: "between" }) return;
            _live.Workshop.Build("acme", StrangeLoss.Source(scale: "2.0"), builtIn: true);
            _live.Reload(worker, "acme");
        }, everyStep: true));
        var reloaded = Assert.Single(_live.Bench.Events("between").OfType<PluginReloaded>());
        Assert.Equal((null, 0L), (reloaded.Stage, reloaded.Step));
        double[] plain = Losses("plain"), between = Losses("between");
        Assert.Equal(plain[..2], between[..2]);
        Assert.Equal(2, between[2] / plain[2], 1e-6);
        Assert.Empty(_live.Catalog.UnloadReplaced("acme").StillHeld);
    }

    [Fact]
    public void A_checkpoint_that_is_being_written_is_what_the_run_was_when_it_was_begun()
    {
        Ended(_live.Bench.Execute("never", async recipe => await Gpt(recipe, 6).SaveEvery(2).Run(), everyStep: true));
        // The file is filled and waits to be made safe, while the model under it is exchanged.
        using var exchanged = new ManualResetEventSlim();
        FaultPoints.Use("fsync:state.safetensors:before@1=delay", () => exchanged.Wait(TimeSpan.FromSeconds(30)));
        Ended(_live.Bench.Execute("saving", async recipe => await Gpt(recipe, 6).SaveEvery(2).Run(), (happened, worker) =>
        {
            if (happened is PluginReloaded) exchanged.Set();
            if (happened is not StepTaken { Step: 3 }) return;
            _live.Rebuild("TextModels", 1);
            _live.Reload(worker, "text-models");
        }, everyStep: true));
        var events = _live.Bench.Events("saving").ToList();
        var (reloaded, saved) = (events.FindIndex(happened => happened is PluginReloaded), events.FindIndex(happened => happened is CheckpointSaved { Step: 2 }));
        Assert.True(reloaded >= 0 && reloaded < saved, $"The reload was event {reloaded} and the save of step 2 event {saved}.");
        foreach (var step in (int[])[2, 4]) Assert.Equal(Checkpoint("never", step), Checkpoint("saving", step));
    }

    [Fact]
    public void A_run_that_was_reloaded_and_then_killed_goes_on_with_the_new_build_bit_for_bit()
    {
        // State that only the new build interprets in its way: the loss is scaled by how often it was called.
        _live.Workshop.Build("acme", StrangeLoss.Source(), builtIn: true);
        using var after = new EngineBench(_live.Workshop.Catalog());
        StageResult? whole = null, resumed = null;
        Ended(_live.Bench.Execute("run", async recipe => whole = await Gpt(recipe, 7, "strange").SaveEvery(4).Run(), (happened, worker) =>
        {
            if (happened is StepTaken { Step: 2 })
            {
                _live.Workshop.Build("acme", StrangeLoss.Source(scale: "(1 + _calls / 10.0)"), builtIn: true);
                _live.Reload(worker, "acme");
            }

            // What a kill at this moment leaves on the disk.
            if (happened is CheckpointSaved { Step: 4 }) CopyFolder(Path.Join(_live.Bench.Folder, "run"), Path.Join(after.Folder, "run"));
        }, everyStep: true));
        Assert.Single(_live.Bench.Events("run").OfType<PluginReloaded>());
        Ended(after.Execute("run", async recipe => resumed = await Gpt(recipe, 7, "strange").SaveEvery(4).Run(), resume: true, everyStep: true));
        Assert.Contains(after.Events("run").OfType<Noted>(), note => note.Message.StartsWith("Going on from step 4 ", StringComparison.Ordinal));
        Assert.Equal(Losses("run")[4..], after.Events("run").SkipWhile(happened => happened is not Noted).OfType<StepTaken>().Where(step => step.Step > 4).Select(step => step.Loss).TakeLast(3));
        Assert.Equal(WorkshopRun.Weights(whole!), WorkshopRun.Weights(resumed!));
    }

    private TextOptions Text => new() { Files = [_live.Text], Window = 32 };

    private StageBuilder Gpt(Recipe recipe, long steps, string loss = "cross-entropy", string name = "gpt") => recipe.Pretrain(name).Bytes().Data("text", Text)
        .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 32, ResidualDropout = 0.1 })
        .Objective("causal-lm").Loss(loss).AdamW(1e-2).Clip(1.0).Batch(4).Steps(steps);

    private double[] Losses(string run) => [.. _live.Bench.Events(run).OfType<StepTaken>().Select(step => step.Loss)];

    private byte[] Checkpoint(string run, int step) =>
        File.ReadAllBytes(Path.Join(_live.Bench.Folder, run, "stages", "01-gpt", "checkpoints", $"step-{step:00000000}", "state.safetensors"));

    private static void Ended(RunEnded ended) => Assert.True(ended.ExitCode == 0, ended.Detail);

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Join(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
