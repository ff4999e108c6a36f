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

    private readonly LiveRun _live = new();

    public ReloadProofTests() => File.WriteAllText(Path.Join(_live.Bench.Folder, "text.txt"), File.ReadAllText(Path.Join(SharedData.Checkout, "docs", "decisions.md")));

    public void Dispose() => _live.Dispose();

    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(2, 0.0)]
    public void A_run_whose_plugins_are_reloaded_with_identical_code_ends_as_the_run_that_never_was(int replicas, double dropout)
    {
        StageResult? never = null, often = null;
        Ended(_live.Bench.Execute("never", async recipe => never = await Tune(recipe, dropout).Run(), replicas: replicas));
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
        Assert.Equal(Losses("never"), Losses("often"));
        Assert.Equal(never!.Metrics["loss"], often!.Metrics["loss"]);
        Assert.Equal(LiveRun.Weights(never), LiveRun.Weights(often));
    }

    private double[] Losses(string run) => [.. _live.Bench.Events(run).OfType<StepTaken>().Select(step => step.Loss).TakeLast(1)];

    private static void Ended(RunEnded ended) => Assert.True(ended.ExitCode == 0, ended.Detail);

    private StageBuilder Tune(Recipe recipe, double dropout) => recipe.Finetune("tune").Bytes().Data("text", new TextOptions { Files = [Path.Join(_live.Bench.Folder, "text.txt")], Window = 32 })
        .Model("gpt2", new Gpt2Options { Layers = 2, Heads = 2, Width = 32, Context = 32, ResidualDropout = dropout })
        .Adapt("lora", new LoraOptions { Rank = 4, Dropout = dropout })
        .Objective("causal-lm").Loss("cross-entropy").AdamW(1e-2).Cosine(warmup: 2).Clip(1.0).Batch(8).Steps(Steps);
}
