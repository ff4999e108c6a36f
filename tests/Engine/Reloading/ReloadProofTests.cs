// The proof of a reload: with identical code a run ends bit for bit as one that was never reloaded; with other code it differs from that step on.
using PluginHost.LowRank;
using PluginHost.Optimization;
using PluginHost.TextData;
using PluginHost.TextModels;
using Xunit;

namespace PluginHost.Tests.Engine.Reloading;

public sealed class ReloadProofTests : IDisposable
{
    private const int Steps = 7;

    private readonly WorkshopRun _live = new();

    public void Dispose() => _live.Dispose();

    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(2, 0.0)]
    public void A_run_whose_plugins_are_reloaded_with_identical_code_ends_as_the_run_that_never_was(int replicas, double dropout)
    {
        StageResult? never = null, often = null;
        Ended(_live.Bench.Execute("never", async recipe => never = await Tune(recipe, dropout).Run(), replicas: replicas, everyStep: true));
        (string Plugin, string Assembly, string[] Exchanged)[] all =
        [
            ("losses", "Losses", ["loss"]), ("low-rank", "LowRank", ["model", "adapter/default", "objective"]), ("text-models", "TextModels", ["model", "adapter/default", "objective"]),
            ("optimization", "Optimization", ["optimizer", "schedule"]), ("text-data", "TextData", ["tokenizer", "dataset", "model"]), ("objectives", "Objectives", ["model", "objective"]),
        ];
        Ended(_live.Bench.Execute("often", async recipe => often = await Tune(recipe, dropout).Run(), (happened, worker) =>
        {
            if (happened is not StepTaken { Step: var step } || step > all.Length) return;
            var (plugin, assembly, _) = all[step - 1];
            _live.Rebuild(assembly, (int)step);
            _live.Reload(worker, plugin);
        }, everyStep: true, replicas: replicas));

        Assert.All(_live.Outcomes, outcome => Assert.Null(outcome.Refusal));
        Assert.All(_live.Outcomes, outcome => Assert.True(outcome.Settled.Result));
        var reloads = _live.Bench.Events("often").OfType<PluginReloaded>().ToList();
        Assert.Equal(all.Select((one, i) => (one.Plugin, (long)i + 1)), reloads.Select(reload => (reload.Plugin, reload.Step)));
        Assert.All(reloads.Zip(all), pair => Assert.Superset(pair.Second.Exchanged.ToHashSet(), pair.First.Exchanged.ToHashSet()));
        Assert.All(reloads, reload => Assert.NotEqual(reload.Old, reload.New));
        Assert.Equal(Losses("often"), _live.Bench.Events("never").OfType<StepTaken>().Select(step => step.Loss));
        Assert.Equal(never!.Metrics["loss"], often!.Metrics["loss"]);
        Assert.Equal(WorkshopRun.Weights(never), WorkshopRun.Weights(often));
    }

    private double[] Losses(string run) => [.. _live.Bench.Events(run).OfType<StepTaken>().Select(step => step.Loss)];

    [Fact]
    public void A_run_whose_loss_is_changed_differs_from_that_step_on_only()
    {
        _live.Workshop.Build("acme", StrangeLoss.Source(), builtIn: true);
        StageResult? plain = null, changed = null;
        Ended(_live.Bench.Execute("plain", async recipe => plain = await Tune(recipe, 0.1).Loss("strange").Run(), everyStep: true));
        Ended(_live.Bench.Execute("changed", async recipe => changed = await Tune(recipe, 0.1).Loss("strange").Run(), (happened, worker) =>
        {
            if (happened is not StepTaken { Step: 3 }) return;
            _live.Workshop.Build("acme", StrangeLoss.Source(scale: "2.0"), builtIn: true);
            _live.Reload(worker, "acme");
        }, everyStep: true));
        double[] before = Losses("plain"), after = Losses("changed");
        Assert.Equal(before[..3], after[..3]);
        Assert.Equal(2, after[3] / before[3], 1e-6);
        Assert.NotEqual(WorkshopRun.Weights(plain!), WorkshopRun.Weights(changed!));
        Assert.Equal(["loss"], Assert.Single(_live.Bench.Events("changed").OfType<PluginReloaded>()).Exchanged);
    }

    [Fact]
    public void State_goes_over_to_the_new_build()
    {
        // The loss is scaled by how often it was called, which it keeps as its state.
        _live.Workshop.Build("acme", StrangeLoss.Source(scale: "(1 + _calls / 10.0)"), builtIn: true);
        Ended(_live.Bench.Execute("plain", async recipe => await Tune(recipe, 0.1).Loss("strange").Run(), everyStep: true));
        Ended(_live.Bench.Execute("reloaded", async recipe => await Tune(recipe, 0.1).Loss("strange").Run(), (happened, worker) =>
        {
            if (happened is not StepTaken { Step: 3 or 5 } step) return;
            _live.Workshop.Build("acme", StrangeLoss.Source(scale: "(1 + _calls / 10.0)", members: $"public const int Build = {step.Step};"), builtIn: true);
            _live.Reload(worker, "acme");
        }, everyStep: true));
        Assert.Equal(2, _live.Bench.Events("reloaded").OfType<PluginReloaded>().Count());
        Assert.Equal(Losses("plain"), Losses("reloaded"));
    }

    private static void Ended(RunEnded ended) => Assert.True(ended.ExitCode == 0, ended.Detail);

    private StageBuilder Tune(Recipe recipe, double dropout) => recipe.Finetune("tune").Bytes().Data("text", new TextOptions { Files = [_live.Text], Window = 32 })
        .Model("gpt2", new Gpt2Options { Layers = 2, Heads = 2, Width = 32, Context = 32, ResidualDropout = dropout })
        .Adapt("lora", new LoraOptions { Rank = 4, Dropout = dropout })
        .Objective("causal-lm").Loss("cross-entropy").AdamW(1e-2).Cosine(warmup: 2).Clip(1.0).Batch(8).Steps(Steps);
}
