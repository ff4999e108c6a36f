// Values that are changed while a run is at work, over the death of its worker.
using System.Text.Json.Nodes;
using PluginHost.Engine;
using PluginHost.Objectives;
using PluginHost.Optimization;
using PluginHost.TextData;
using PluginHost.TextModels;
using Xunit;

namespace PluginHost.Tests.Engine.Runs;

public sealed class LiveValuesTests : IDisposable
{
    private readonly EngineBench _bench = new(new BuiltInCatalog());

    public LiveValuesTests() => File.WriteAllText(Path.Join(_bench.Folder, "text.txt"), File.ReadAllText(Path.Join(SharedData.Checkout, "docs", "decisions.md")));

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void What_was_set_after_the_last_checkpoint_takes_effect_at_the_same_step_again()
    {
        var whole = Train("whole", failAt: null, set: true);
        Assert.Equal(1, Train("broken", failAt: 7, set: true).Code);
        // A second death before the step that was set at must not forget it.
        Assert.Equal(1, Train("broken", failAt: 5, resume: true).Code);
        var resumed = Train("broken", failAt: null, resume: true);
        Assert.Equal((0, 0), (whole.Code, resumed.Code));
        Assert.Equal(whole.Weights, resumed.Weights);
        Assert.Equal([(6L, false), (6L, true)], _bench.Events("broken").OfType<LiveValueSet>().Select(set => (set.Step, set.Again)));
        Assert.NotEqual(whole.Weights, Train("unset", failAt: null).Weights);
    }

    [Fact]
    public void A_wish_of_the_second_worker_replaces_one_that_lies_ahead()
    {
        Train("broken", failAt: 7, set: true);
        Assert.Equal(0, Train("broken", failAt: null, resume: true, set: true, at: 5, rate: 0.004).Code);
        Assert.Equal([(6L, 0.001), (5L, 0.004)], _bench.Events("broken").OfType<LiveValueSet>().Select(set => (set.Step, set.New!.GetValue<double>())));
    }

    [Fact]
    public void A_recipes_value_lives_on_in_the_next_stage_before_that_has_a_checkpoint()
    {
        List<double> seen = [];
        async Task Two(Recipe recipe, bool fail)
        {
            var noise = recipe.Live("noise", 0.5);
            await Gpt(recipe, "first").Run();
            await using var stage = await Gpt(recipe, "second").Open();
            foreach (var batch in stage.Batches())
            {
                stage.Take(batch);
                seen.Add(noise.Value);
                if (fail) throw new InvalidOperationException("the worker's end");
            }

            await stage.Finish();
        }

        _bench.Execute("run", recipe => Two(recipe, fail: true), (happened, worker) =>
        {
            if (happened is StepTaken { Stage: 1, Step: 3 }) Assert.Null(worker.Set("noise", JsonValue.Create(0.25)));
        }, everyStep: true);
        Assert.Equal(0, _bench.Execute("run", recipe => Two(recipe, fail: false), resume: true).ExitCode);
        Assert.Equal(13, seen.Count);
        Assert.All(seen, value => Assert.Equal(0.25, value));
    }

    private (int Code, string Weights) Train(string name, int? failAt, bool resume = false, bool set = false, long at = 6, double rate = 0.001)
    {
        StageResult? result = null;
        var ended = _bench.Execute(name, async recipe =>
        {
            await using var stage = await Gpt(recipe, "gpt").SaveEvery(4).Open();
            foreach (var batch in stage.Batches())
            {
                stage.Take(batch);
                if (stage.Step == failAt) throw new InvalidOperationException("the worker's end");
            }

            result = await stage.Finish();
        }, (happened, worker) =>
        {
            if (set && happened is StepTaken taken && taken.Step == at) Assert.Null(worker.Set("learning-rate", JsonValue.Create(rate)));
        }, resume, everyStep: true);
        return (ended.ExitCode, result is null ? "" : Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Join(result.ModelDirectory, "model.safetensors")))));
    }

    private static StageBuilder Gpt(Recipe recipe, string name) => recipe.Pretrain(name).Bytes()
        .Data("text", new TextOptions { Files = ["text.txt"], Window = 16, ValidationFraction = 0.1 })
        .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 16 })
        .Objective("causal-lm").Loss("cross-entropy").AdamW(1e-2).Batch(4).Steps(12);
}
