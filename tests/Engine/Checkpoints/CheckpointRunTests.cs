// Runs whose checkpoints matter: state of strangers, changed recipes, damage, and losses that are not finite.
using System.Text.Json.Nodes;
using PluginHost.Objectives;
using PluginHost.Optimization;
using PluginHost.TextData;
using PluginHost.TextModels;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Engine.Checkpoints;

public sealed class CheckpointRunTests : IDisposable
{
    private static readonly List<double> s_seen = [];
    private readonly EngineBench _bench = new(new BuiltInCatalog(new Strangers()));

    public CheckpointRunTests() => File.WriteAllText(Path.Join(_bench.Folder, "text.txt"), File.ReadAllText(Path.Join(SharedData.Checkout, "docs", "decisions.md")));

    public void Dispose()
    {
        FaultPoints.Use(null);
        _bench.Dispose();
    }

    [Fact]
    public void State_of_a_strangers_loss_and_callback_is_in_a_checkpoint_without_anyone_remembering_it()
    {
        s_seen.Clear();
        StageResult? whole = null, resumed = null;
        _bench.Execute("whole", async recipe => whole = await Gpt(recipe, 12, "counting").Callback("counting").Run());
        List<double> undisturbed = [.. s_seen];
        s_seen.Clear();
        _bench.Execute("parts", async recipe => await Gpt(recipe, 12, "counting").Callback("counting").Run(), StopAt(5), everyStep: true);
        _bench.Execute("parts", async recipe => resumed = await Gpt(recipe, 12, "counting").Callback("counting").Run(), resume: true);
        Assert.Equal(undisturbed, s_seen);
        Assert.Equal(File.ReadAllBytes(Path.Join(whole!.ModelDirectory, "model.safetensors")), File.ReadAllBytes(Path.Join(resumed!.ModelDirectory, "model.safetensors")));
    }

    [Fact]
    public void Saving_beside_the_training_changes_nothing_and_keeps_what_the_policy_says()
    {
        StageResult? never = null, often = null;
        _bench.Execute("never", async recipe => never = await Gpt(recipe, 12).Run());
        _bench.Execute("often", async recipe => often = await Gpt(recipe, 12).SaveEvery(1).Keep(last: 2, every: 4).Run());
        Assert.Equal(never!.Metrics["loss"], often!.Metrics["loss"]);
        Assert.Equal(Enumerable.Range(1, 11).Select(step => (long)step), _bench.Events("often").OfType<CheckpointSaved>().Select(saved => saved.Step));
        Assert.Equal(["step-00000004", "step-00000008", "step-00000010", "step-00000011"],
            Directory.GetDirectories(Path.Join(_bench.Folder, "often", "stages", "01-gpt", "checkpoints")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_damaged_checkpoint_is_named_and_the_run_goes_on_from_the_one_before_bit_for_bit()
    {
        StageResult? whole = null, resumed = null;
        _bench.Execute("whole", async recipe => whole = await Gpt(recipe, 12).Run());
        _bench.Execute("parts", async recipe => await Gpt(recipe, 12).SaveEvery(2).Run(), StopAt(7), everyStep: true);
        var checkpoints = Path.Join(_bench.Folder, "parts", "stages", "01-gpt", "checkpoints");
        var file = Path.Join(checkpoints, File.ReadAllText(Path.Join(checkpoints, "latest")).Split(' ')[0], "state.safetensors");
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 0x80;
        File.WriteAllBytes(file, bytes);
        _bench.Execute("parts", async recipe => resumed = await Gpt(recipe, 12).SaveEvery(2).Run(), resume: true);
        Assert.Contains(_bench.Events("parts").OfType<Warned>(), warned => warned.Message.Contains("step-00000007 is damaged: state.safetensors has another SHA-256", StringComparison.Ordinal));
        Assert.Contains(_bench.Events("parts").OfType<Noted>(), noted => noted.Message.Contains("from step 6", StringComparison.Ordinal));
        Assert.Equal(whole!.Metrics["loss"], resumed!.Metrics["loss"]);
    }

    [Fact]
    public void A_changed_recipe_is_told_what_differs_and_refused_where_it_cannot_fit()
    {
        _bench.Execute("run", async recipe => await Gpt(recipe, 12).Run(), StopAt(5), everyStep: true);
        var refused = _bench.Execute("run", async recipe => await Gpt(recipe, 12).Model("gpt2", new Gpt2Options { Layers = 2, Heads = 2, Width = 48, Context = 32 }).Run(), resume: true);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("[256, 32] in it and [256, 48] in the recipe", refused.Message, StringComparison.Ordinal);
        var ended = _bench.Execute("run", async recipe => await Gpt(recipe, 14).Clip(0.5).Run(), resume: true);
        Assert.Equal(0, ended.ExitCode);
        var warned = _bench.Events("run").OfType<Warned>().Last(warned => warned.Message.Contains("has changed", StringComparison.Ordinal)).Message;
        Assert.Contains("steps: 12 → 14", warned, StringComparison.Ordinal);
        Assert.Contains("clipNorm: 1 → 0.5", warned, StringComparison.Ordinal);
    }

    [Fact]
    public void A_save_that_fails_is_told_and_training_goes_on_to_the_same_end()
    {
        StageResult? whole = null, faulty = null;
        _bench.Execute("whole", async recipe => whole = await Gpt(recipe, 12).Run());
        FaultPoints.Use("fsync:state.safetensors:before@2=enospc");
        var ended = _bench.Execute("faulty", async recipe => faulty = await Gpt(recipe, 12).SaveEvery(3).Run());
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains(_bench.Events("faulty").OfType<Warned>(), warned => warned.Message.Contains("The checkpoint of step 6 could not be written (No space left", StringComparison.Ordinal)
            && warned.Message.Contains("step-00000003 stays the latest", StringComparison.Ordinal));
        Assert.Equal(whole!.Metrics["loss"], faulty!.Metrics["loss"]);
    }

    [Theory]
    [InlineData("nan-loss")]
    [InlineData("infinite-gradient")]
    public void A_step_that_is_not_finite_can_be_left_out(string loss)
    {
        StageResult? result = null;
        var ended = _bench.Execute(loss, async recipe => result = await Gpt(recipe, 10, loss).OnDivergence(DivergencePolicy.Skip).Run(), everyStep: true);
        Assert.Equal(0, ended.ExitCode);
        Assert.True(double.IsFinite(result!.Metrics["loss"]));
        Assert.Contains("in step 4; its update was left out (1 of at most 3 in a row)", Assert.Single(_bench.Events(loss).OfType<Warned>()).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_bench.Events(loss).OfType<StepTaken>(), step => step.Step == 4);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_stops_the_run_before_the_update()
    {
        var ended = _bench.Execute("stop", async recipe => await Gpt(recipe, 10, "infinite-gradient").Run());
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("gradient's norm became", ended.Message, StringComparison.Ordinal);
        Assert.Contains("in step 4", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_can_go_back_to_its_last_checkpoint_with_a_lower_rate_and_gives_up_in_the_end()
    {
        var ended = _bench.Execute("back", async recipe => await Gpt(recipe, 10, "nan-loss").SaveEvery(2).OnDivergence(DivergencePolicy.RollBack, limit: 2).Run(), everyStep: true);
        // The loss fails at its fourth call only: after going back to step 2 the run comes to its end.
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("back to step 2 with 0.5 of the learning rate (1 of at most 2 times)", Assert.Single(_bench.Events("back").OfType<Warned>()).Message, StringComparison.Ordinal);
        var rates = _bench.Events("back").OfType<StepTaken>().Where(step => step.Step == 3).Select(step => step.LearningRate).ToList();
        Assert.Equal(rates[0] / 2, rates[1], 1e-12);

        var failed = _bench.Execute("hopeless", async recipe => await Gpt(recipe, 10, "always-nan").OnDivergence(DivergencePolicy.RollBack, limit: 2).Run());
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("after 2 roll-backs", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_that_is_not_there_stops_the_run_with_a_sentence_and_leaves_the_checkpoint()
    {
        // The save is still being written when step 4 fails.
        FaultPoints.Use("fsync:state.safetensors:before@1=delay");
        var ended = _bench.Execute("memory", async recipe => await Gpt(recipe, 10, "greedy").SaveEvery(2).Run());
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("memory", ended.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, _bench.Events("memory").OfType<CheckpointSaved>().Last().Step);
        Assert.Null(PluginHost.Engine.CheckpointStore.Damage(Path.Join(_bench.Folder, "memory", "stages", "01-gpt", "checkpoints", "step-00000002")));
    }

    private static TextOptions Text => new() { Files = ["text.txt"], Window = 32, ValidationFraction = 0.1 };

    private static Action<RunEvent, PluginHost.Engine.RunWorker> StopAt(long step) => (happened, worker) =>
    {
        if (happened is StepTaken taken && taken.Step == step) worker.RequestStop("test");
    };

    private static StageBuilder Gpt(Recipe recipe, long steps, string loss = "cross-entropy") => recipe.Pretrain("gpt").Bytes().Data("text", Text)
        .Model("gpt2", new Gpt2Options { Layers = 2, Heads = 2, Width = 32, Context = 32, ResidualDropout = 0.1 })
        .Objective("causal-lm").Loss(loss).AdamW(1e-2).Clip(1.0).Batch(4).Steps(steps);

    private sealed class Strangers : IPlugin
    {
        public void Register(IRegistry registry)
        {
            registry.Loss<NoOptions>("counting", (_, _) => new Odd(Fault.Scale, 0));
            registry.Loss<NoOptions>("nan-loss", (_, _) => new Odd(Fault.Nan, 4));
            registry.Loss<NoOptions>("always-nan", (_, _) => new Odd(Fault.Nan, 0));
            registry.Loss<NoOptions>("infinite-gradient", (_, _) => new Odd(Fault.Gradient, 4));
            registry.Loss<NoOptions>("greedy", (_, _) => new Odd(Fault.Memory, 4));
            registry.Callback<NoOptions>("counting", (_, _) => new Counting());
        }
    }

    private sealed record NoOptions;

    private enum Fault
    {
        Scale,
        Nan,
        Gradient,
        Memory,
    }

    /// <summary>A loss that goes wrong at a call, or whose value depends on how often it was called.</summary>
    private sealed class Odd(Fault fault, int at) : Loss, IStateful
    {
        private int _calls;

        public override IReadOnlyList<string> Reads => [Fields.Logits, Fields.Labels];

        public override torch.Tensor Compute(TensorMap values)
        {
            var loss = torch.nn.functional.cross_entropy(values[Fields.Logits].flatten(0, 1), values[Fields.Labels].flatten());
            if (!loss.requires_grad) return loss;
            _calls++;
            if (fault == Fault.Scale) return loss * (1 + _calls / 10.0);
            if (at != 0 && _calls != at) return loss;
            return fault switch
            {
                Fault.Nan => loss * double.NaN,
                // The value is finite and its slope is not: sqrt at 0.
                Fault.Gradient => loss + (loss - loss).sqrt(),
                _ => loss + torch.zeros([1L << 46]).sum(),
            };
        }

        // What counts calls must not be undone by going back, or it would fail there again.
        public void Save(StateWriter state) => state.Write("calls", _calls);

        public void Load(StateReader state)
        {
            if (fault == Fault.Scale) _calls = state.Value("calls")!.GetValue<int>();
        }
    }

    private sealed class Counting : Callback, IStateful
    {
        private double _sum;

        public override void StepDone(IStage stage, StepReport report) => s_seen.Add(_sum += report.Loss);

        public void Save(StateWriter state) => state.Write("sum", JsonValue.Create(_sum));

        public void Load(StateReader state) => _sum = state.Value("sum")!.GetValue<double>();
    }
}
