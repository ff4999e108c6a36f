// Replicas: they compute what one model does, they are not used where they would not, and a resumed run has as many as before.
using System.Text;
using PluginHost.Optimization;
using PluginHost.TextData;
using PluginHost.TextModels;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Engine;

public sealed class ReplicaTests : IDisposable
{
    private readonly EngineBench _bench = new(new BuiltInCatalog(new TestLosses()));

    public ReplicaTests()
    {
        var text = new StringBuilder();
        foreach (var file in Directory.GetFiles(Path.Join(SharedData.Checkout, "docs"), "*.md").Order(StringComparer.Ordinal)) text.Append(File.ReadAllText(file));
        File.WriteAllText(Path.Join(_bench.Folder, "text.txt"), text.ToString());
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(2, 2)]
    public void Replicas_train_as_one_model_does(int replicas, int accumulate)
    {
        var (alone, _) = Train("alone", 1, batch: 8, accumulate: accumulate);
        var (shared, used) = Train("shared", replicas, batch: 8, accumulate: accumulate);
        Assert.Equal($"{replicas} replicas", used);
        Assert.Equal(alone.TrainLossFirst!.Value, shared.TrainLossFirst!.Value, 1e-4);
        Assert.Equal(alone.TrainLossLast!.Value, shared.TrainLossLast!.Value, 2e-3);
        Assert.Equal(alone.Metrics["loss"], shared.Metrics["loss"], 2e-3);
    }

    [Fact]
    public void Two_runs_with_replicas_are_the_same_to_the_last_bit()
    {
        var (one, _) = Train("one", 2);
        var (other, _) = Train("other", 2);
        Assert.Equal(File.ReadAllBytes(Path.Join(one.ModelDirectory, "model.safetensors")), File.ReadAllBytes(Path.Join(other.ModelDirectory, "model.safetensors")));
    }

    [Fact]
    public void Adapters_and_heads_are_trained_by_replicas_too()
    {
        StageResult? alone = null, shared = null;
        var (gpt, _) = Train("base", 1);
        StageBuilder Lora(Recipe recipe) => recipe.Finetune("lora").Bytes().Data("text", Text).Model(gpt.Model)
            .Adapt("lora", new PluginHost.LowRank.LoraOptions { Rank = 4 }).Objective("causal-lm").Loss("cross-entropy").AdamW(1e-2).Batch(6).Steps(6);
        _bench.Execute("lora-alone", async recipe => alone = await Lora(recipe).Run(), replicas: 1);
        _bench.Execute("lora-shared", async recipe => shared = await Lora(recipe).Run(), replicas: 2);
        Assert.Equal(alone!.Metrics["loss"], shared!.Metrics["loss"], 1e-3);
        Assert.NotEqual(gpt.Metrics["loss"], shared.Metrics["loss"], 1e-4);
    }

    [Fact]
    public void A_resumed_run_has_the_replicas_that_it_began_with()
    {
        var (whole, _) = Train("whole", 2, steps: 8);
        var stopped = _bench.Execute("parts", async recipe => await Gpt(recipe, 8).Run(), (happened, worker) =>
        {
            if (happened is StepTaken { Step: 3 }) worker.RequestStop("test");
        }, everyStep: true, replicas: 2);
        Assert.Equal(4, stopped.ExitCode);

        StageResult? resumed = null;
        // As if the choice were another one now: the checkpoint's counts.
        _bench.Execute("parts", async recipe => resumed = await Gpt(recipe, 8).Run(), resume: true, replicas: 1);
        Assert.Equal(File.ReadAllBytes(Path.Join(whole.ModelDirectory, "model.safetensors")), File.ReadAllBytes(Path.Join(resumed!.ModelDirectory, "model.safetensors")));
    }

    [Theory]
    [InlineData("spread", 0)] // rows see each other
    [InlineData("cross-entropy", 0.1)] // random numbers are drawn
    public void No_replicas_where_they_would_compute_something_else(string loss, double dropout)
    {
        var (alone, _) = Train("alone", 1, loss: loss, dropout: dropout);
        var (asked, used) = Train("asked", 2, loss: loss, dropout: dropout);
        Assert.Equal("1 thread", used);
        Assert.Equal(alone.TrainLossLast, asked.TrainLossLast);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void The_engine_measures_how_to_use_the_cores_and_changes_nothing_by_it(int rows)
    {
        StageResult? first = null, again = null;
        _bench.Execute("measured", async recipe => first = await Gpt(recipe, 3).Batch(rows).Run(), threads: null);
        _bench.Execute("known", async recipe => again = await Gpt(recipe, 3).Batch(rows).Run(), threads: null);
        Assert.Equal(File.ReadAllBytes(Path.Join(first!.ModelDirectory, "model.safetensors")), File.ReadAllBytes(Path.Join(again!.ModelDirectory, "model.safetensors")));
    }

    [Fact]
    public void A_fault_on_a_replicas_thread_ends_the_run_with_its_sentence()
    {
        var ended = _bench.Execute("fault", async recipe => await Gpt(recipe, 6, loss: "fails-beside").Run(), replicas: 2);
        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Contains("this loss fails on the thread replica", ended.Message, StringComparison.Ordinal);
    }

    private TextOptions Text => new() { Files = [Path.Join(_bench.Folder, "text.txt")], Window = 32 };

    private (StageResult Result, string Parallelism) Train(string name, int replicas, long steps = 6, int batch = 8, int accumulate = 1, string loss = "cross-entropy", double dropout = 0)
    {
        StageResult? result = null;
        var used = "";
        var ended = _bench.Execute(name, async recipe =>
        {
            await using var stage = await Gpt(recipe, steps, loss, dropout).Batch(batch, accumulate).Open();
            used = stage.Parallelism;
            foreach (var rows in stage.Batches()) stage.Take(rows);
            result = await stage.Finish();
        }, replicas: replicas);
        Assert.True(ended.ExitCode == 0, ended.Message);
        return (result!, used);
    }

    private StageBuilder Gpt(Recipe recipe, long steps, string loss = "cross-entropy", double dropout = 0) => recipe.Pretrain("gpt").Bytes().Data("text", Text)
        .Model("gpt2", new Gpt2Options { Layers = 2, Heads = 2, Width = 32, Context = 32, ResidualDropout = dropout })
        .Objective("causal-lm").Loss(loss).AdamW(1e-2).Cosine(warmup: 2).Clip(1.0).Batch(8).Steps(steps);

    /// <summary>Losses that no built-in plugin would have.</summary>
    private sealed class TestLosses : IPlugin
    {
        public void Register(IRegistry registry)
        {
            registry.Loss<NoOptions>("spread", (_, _) => new Spread());
            registry.Loss<NoOptions>("fails-beside", (_, _) => new FailsBeside());
        }
    }

    private sealed record NoOptions;

    /// <summary>Rewards rows that differ from each other.</summary>
    private sealed class Spread : Loss
    {
        public override IReadOnlyList<string> Reads => [Fields.Logits, Fields.Labels];

        public override torch.Tensor Compute(TensorMap values) =>
            torch.nn.functional.cross_entropy(values[Fields.Logits].flatten(0, 1), values[Fields.Labels].flatten()) - values[Fields.Logits].std(0).mean();
    }

    private sealed class FailsBeside : Loss
    {
        private int _calls;

        public override IReadOnlyList<string> Reads => [Fields.Logits, Fields.Labels];

        public override torch.Tensor Compute(TensorMap values) => Thread.CurrentThread.Name == "replica" && ++_calls > 2
            ? throw new PluginHostException("this loss fails on the thread replica")
            : torch.nn.functional.cross_entropy(values[Fields.Logits].flatten(0, 1), values[Fields.Labels].flatten());
    }
}
