// Whole runs through the engine: training, stopping, resuming, diverging, reloading.
using System.Text;
using PluginHost.LowRank;
using PluginHost.Optimization;
using PluginHost.TextData;
using PluginHost.TextModels;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Engine;

public sealed class RunTests : IDisposable
{
    private readonly EngineBench _bench = new(new BuiltInCatalog());

    public RunTests()
    {
        // Real text: the host's own documents.
        var text = new StringBuilder();
        foreach (var file in Directory.GetFiles(Path.Join(SharedData.Checkout, "docs"), "*.md").Order(StringComparer.Ordinal)) text.Append(File.ReadAllText(file));
        File.WriteAllText(Path.Join(_bench.Folder, "text.txt"), text.ToString());
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Pretraining_lowers_the_loss_and_writes_a_model_that_computes_the_same()
    {
        StageResult? trained = null, again = null;
        var ended = _bench.Execute("a", async recipe =>
        {
            trained = await Gpt(recipe, 30).Run();
            again = await recipe.Evaluate("again").Bytes().Data("text", Text).Model(trained.Model).Objective("causal-lm").Loss("cross-entropy").Batch(8).Run();
        });
        Assert.Equal(0, ended.ExitCode);
        Assert.True(trained!.TrainLossLast < trained.TrainLossFirst - 1, $"{trained.TrainLossFirst} -> {trained.TrainLossLast}");
        Assert.Equal(trained.Metrics["loss"], again!.Metrics["loss"]);
        Assert.Equal("done", ended.Summary["status"]!.GetValue<string>());
    }

    [Fact]
    public void A_stopped_run_goes_on_bit_for_bit()
    {
        StageResult? whole = null, resumed = null;
        _bench.Execute("whole", async recipe => whole = await Gpt(recipe, 12).Run());

        var stopped = _bench.Execute("parts", async recipe => await Gpt(recipe, 12).Run(), (happened, worker) =>
        {
            if (happened is StepTaken { Step: 5 }) worker.RequestStop("test");
        }, everyStep: true);
        Assert.Equal(RunStatus.Stopped, stopped.Status);
        Assert.Equal(4, stopped.ExitCode);

        var ended = _bench.Execute("parts", async recipe => resumed = await Gpt(recipe, 12).Run(), resume: true);
        Assert.Equal(0, ended.ExitCode);
        Assert.Equal(whole!.Metrics["loss"], resumed!.Metrics["loss"]);
        Assert.Equal(whole.TrainLossLast, resumed.TrainLossLast);
        Assert.Equal(File.ReadAllBytes(Path.Join(whole.ModelDirectory, "model.safetensors")), File.ReadAllBytes(Path.Join(resumed.ModelDirectory, "model.safetensors")));
    }

    [Fact]
    public void A_profiled_run_stops_when_its_steps_are_timed_and_says_where_the_time_went()
    {
        var ended = _bench.Execute("profile", async recipe => await Gpt(recipe, 100).Run(), profile: 5);
        Assert.Equal(RunStatus.Stopped, ended.Status);
        var profile = JsonFiles.Read(Path.Join(_bench.Folder, "profile", "profile.json"));
        Assert.Equal(15, _bench.Events("profile").OfType<CheckpointSaved>().Single().Step);
        var phases = profile["phases"]!.AsArray();
        Assert.Superset(new HashSet<string> { "batch", "forward", "backward", "clipping", "update" }, phases.Select(phase => phase!["name"]!.GetValue<string>()).ToHashSet());
        // The phases are the whole step.
        Assert.Equal(profile["ms_a_step"]!.GetValue<double>(), phases.Sum(phase => phase!["ms_a_step"]!.GetValue<double>()), 0.05 * profile["ms_a_step"]!.GetValue<double>());
        Assert.Equal(2, profile["operators"]!.AsArray().Single(row => row!["name"]!.GetValue<string>() == "aten::embedding")!["calls_a_step"]!.GetValue<double>());
    }

    [Fact]
    public void A_resumed_run_skips_stages_that_are_done()
    {
        StageResult? first = null, second = null;
        _bench.Execute("done", async recipe => first = await Gpt(recipe, 3).Run());
        _bench.Execute("done", async recipe => second = await Gpt(recipe, 3).Run(), resume: true);
        Assert.Equal(first!.Metrics["loss"], second!.Metrics["loss"]);
        Assert.Single(_bench.Events("done").OfType<StageEnded>());
    }

    [Fact]
    public void A_diverged_loss_names_the_step_and_keeps_the_last_good_weights()
    {
        var ended = _bench.Execute("diverge", async recipe => await Gpt(recipe, 50).AdamW(1e30).Run());
        // Those of before the update that ruined them: a model that can be read and computes what it did at first.
        StageResult? kept = null;
        _bench.Execute("kept", async recipe => kept = await recipe.Evaluate("kept").Bytes().Data("text", Text)
            .Model(recipe.From(Path.Join(_bench.Folder, "diverge", "stages", "01-gpt", "last-good", "model"))).Objective("causal-lm").Loss("cross-entropy").Batch(8).Run());
        Assert.InRange(kept!.Metrics["loss"], 1, 10);
        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("step", ended.Message, StringComparison.Ordinal);
        Assert.Contains("the update was not applied", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Accumulated_micro_batches_give_the_gradient_of_the_whole_batch()
    {
        StageResult? whole = null, parts = null;
        _bench.Execute("whole-batch", async recipe => whole = await Gpt(recipe, 5, dropout: 0).Batch(8).Run());
        _bench.Execute("micro-batches", async recipe => parts = await Gpt(recipe, 5, dropout: 0).Batch(2, accumulate: 4).Run());
        Assert.Equal(whole!.TrainLossLast!.Value, parts!.TrainLossLast!.Value, 1e-4);
    }

    [Fact]
    public void A_loop_of_the_recipes_own_is_the_engines_loop()
    {
        StageResult? engine = null, own = null;
        _bench.Execute("engine", async recipe => engine = await Gpt(recipe, 6).Run());
        _bench.Execute("own", async recipe =>
        {
            await using var stage = await Gpt(recipe, 6).Open();
            foreach (var batch in stage.Batches()) stage.Take(batch);
            own = await stage.Finish();
        });
        Assert.Equal(engine!.Metrics["loss"], own!.Metrics["loss"]);
    }

    [Theory]
    [InlineData(0, "Rank is 0")]
    [InlineData(4, null)]
    public void Options_are_checked_before_anything_is_trained(int rank, string? expected)
    {
        var ended = _bench.Execute($"options-{rank}", async recipe => await Gpt(recipe, 1).Adapt("lora", new LoraOptions { Rank = rank }).Run());
        if (expected is null)
        {
            Assert.Equal(0, ended.ExitCode);
            return;
        }

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(expected, ended.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_bench.Events($"options-{rank}"), happened => happened is StageStarted);
    }

    private TextOptions Text => new() { Files = [Path.Join(_bench.Folder, "text.txt")], Window = 32 };

    private StageBuilder Gpt(Recipe recipe, long steps, double dropout = 0.1) => recipe.Pretrain("gpt").Bytes().Data("text", Text)
        .Model("gpt2", new Gpt2Options { Layers = 2, Heads = 2, Width = 32, Context = 32, ResidualDropout = dropout })
        .Objective("causal-lm").Loss("cross-entropy").AdamW(1e-2).Cosine(warmup: 2).Clip(1.0).Batch(8).Steps(steps);
}
