// Whole runs through the engine: training, stopping, resuming, diverging, reloading.
using System.Text;
using PluginHost.LowRank;
using PluginHost.Objectives;
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

    [Theory]
    [InlineData(1_000_000, 1, "Batch is 1000000 rows, and the training split of the dataset \"text\" has")]
    [InlineData(8, 200_000_000, "GiB of memory")]
    public void A_batch_that_cannot_be_made_is_refused_at_once(int rows, int accumulate, string sentence)
    {
        var name = $"batch-{rows}";
        var ended = _bench.Execute(name, async recipe => await Gpt(recipe, 1).Batch(rows, accumulate).Run());
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(sentence, ended.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_bench.Events(name), happened => happened is StageStarted);
    }

    [Fact]
    public void A_warmup_that_never_ends_and_a_setting_that_was_never_asked_for_are_warned_of()
    {
        _bench.Execute("warmup", async recipe => await Gpt(recipe, 2).Run());
        Assert.Single(_bench.Events("warmup").OfType<Warned>(), warned => warned.Message.StartsWith("The warmup is 2 steps and the stage makes 2", StringComparison.Ordinal));
        _bench.Execute("setting", recipe => Task.FromResult(recipe.Setting("known", "")), settings: new Dictionary<string, string> { ["known"] = "1", ["other"] = "2" });
        Assert.StartsWith("--set other changed nothing", Assert.Single(_bench.Events("setting").OfType<Warned>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_head_that_an_adapters_files_hold_is_not_called_fresh_and_writes_no_text()
    {
        var labels = new Dictionary<string, IReadOnlyList<string>> { ["prose"] = ["*.md"], ["code"] = ["*.cs"] };
        string[] files = [Path.Join(SharedData.Checkout, "docs", "*.md"), Path.Join(SharedData.Checkout, "host", "Sdk", "Errors", "*.cs")];
        StageBuilder Task(StageBuilder stage) => stage.Bytes().Data("snippets", new SnippetsOptions { Files = files, Labels = labels, Length = 32 })
            .Objective("classification", new ClassificationOptions { Labels = 2 }).Loss("cross-entropy").Batch(4);
        StageResult? trained = null;
        var ended = _bench.Execute("head", async recipe =>
        {
            var gpt = await Gpt(recipe, 3).Run();
            trained = await Task(recipe.Finetune("tune")).Model(gpt.Model).Adapt("lora", new LoraOptions { Rank = 2, Targets = ["c_attn"] }).AdamW(1e-3).Steps(2).Run();
            await Task(recipe.Evaluate("again")).Model(gpt.Model).Adapt(trained.Adapter).Run();
        });
        Assert.True(ended.ExitCode == 0, ended.Message);
        Assert.Single(_bench.Events("head").OfType<Warned>(), warned => warned.Message.Contains("starts from fresh weights", StringComparison.Ordinal));
        var refusal = _bench.Execute("write", async recipe => await recipe.Generate(trained!.Model, "x", null, trained.Adapter));
        Assert.Equal(2, refusal.ExitCode);
        Assert.Contains("is a classification adapter (task_type SEQ_CLS), which writes no text", refusal.Message, StringComparison.Ordinal);
    }

    private TextOptions Text => new() { Files = [Path.Join(_bench.Folder, "text.txt")], Window = 32 };

    private StageBuilder Gpt(Recipe recipe, long steps, double dropout = 0.1) => recipe.Pretrain("gpt").Bytes().Data("text", Text)
        .Model("gpt2", new Gpt2Options { Layers = 2, Heads = 2, Width = 32, Context = 32, ResidualDropout = dropout })
        .Objective("causal-lm").Loss("cross-entropy").AdamW(1e-2).Cosine(warmup: 2).Clip(1.0).Batch(8).Steps(steps);
}
