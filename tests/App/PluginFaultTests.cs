// Runs whose plugin fails, each in its own way: real plugins, real processes. Whatever a plugin does, one sentence blames it by name and file with
// the step, what was saved before is there and loads, and what watches the run ends in order.
using PluginHost.App;
using PluginHost.Engine;
using PluginHost.Tests.Loading;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class PluginFaultTests(PluginFaultTests.Stage stage) : IClassFixture<PluginFaultTests.Stage>
{
    [Theory]
    [InlineData("ThrowsInForward", "failed in step 4, in loss \"throws-in-forward\": the fourth step is one too many (InvalidOperationException")]
    [InlineData("ThrowsInBackward", "failed in step 4, in the backward pass of loss \"throws-in-backward\"", "no way back")]
    [InlineData("ExitsTheProcess", "ended the program itself (Environment.Exit(0)) in step 4, in loss \"exits-the-process\"")]
    public void A_plugin_that_ends_its_run_is_blamed_and_nothing_saved_is_lost(string scenario, string sentence, string? cause = null)
    {
        var (file, code, errors, run) = stage.Run(scenario);
        Assert.True(code == 1, errors);
        Stage.AssertSays($"Plugin \"{Stage.NameOf(file)}\" ({file}) {sentence}", errors);
        if (cause is not null) Stage.AssertSays(cause, errors);
        Assert.Single(RunRecord.ReadAll(run).OfType<RunStarted>());
        Assert.Equal(RunStatus.Failed, RunRecord.ReadAll(run).OfType<RunEnded>().Single().Status);
        Stage.AssertSaved(run);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_is_told_with_who_computed_it()
    {
        var (file, code, errors, run) = stage.Run("ReturnsNan");
        Assert.True(code == 1, errors);
        Stage.AssertSays("The loss became NaN in step 4 of the stage \"gpt\"", errors);
        Stage.AssertSays($"What computed it: loss \"returns-nan\" (plugin \"returns-nan\", {file})", errors);
        Stage.AssertSaved(run);
    }

    [Fact]
    public void A_plugin_that_crashes_in_native_code_is_blamed_and_the_run_goes_on_as_long_as_it_gets_further()
    {
        // Each process makes five steps and crashes in its sixth, so that every restart gets further.
        var (file, code, errors, run) = stage.Run("CrashesInNativeCode", "--set", "steps=8");
        Assert.True(code == 0, errors);
        Stage.AssertSays($"The worker crashed in native code (SIGSEGV) at step 5 of 8 of the stage \"gpt\" in loss \"crashes-in-native-code\" (plugin \"crashes-in-native-code\", {file}); starting again from step",
            errors);
        var died = Assert.Single(RunRecord.ReadAll(run).OfType<WorkerDied>());
        Assert.Equal(("crashes-in-native-code", 5L, true), (died.Plugin, died.Step, died.Restarting));
        Assert.Equal(RunStatus.Done, RunRecord.ReadAll(run).OfType<RunEnded>().Single().Status);
    }

    [Fact]
    public void A_plugin_whose_stack_is_gone_is_blamed_and_the_run_goes_on_without_it()
    {
        var (file, code, errors, run) = stage.Run("OverflowsTheStack", "--restarts", "0");
        Assert.True(code == 1, errors);
        var blamed = $"in stage \"gpt\" after step 3 of 6, in loss \"overflows-the-stack\" (plugin \"overflows-the-stack\", {file})";
        Stage.AssertSays($"The worker process ended {blamed}: its stack overflowed", errors);
        Stage.AssertSays("at ScenarioLoss.Deeper(", errors);
        var step = Stage.AssertSaved(run);

        File.WriteAllText(Path.Join(run, "mended"), "");
        var (again, _, said) = stage.Host("run", "--resume", run, "--trust");
        Assert.True(again == 0, said);
        Assert.Contains(RunRecord.ReadAll(run).OfType<Noted>(), note => note.Message == $"Going on from step {step} of 6.");
    }

    [Fact]
    public void A_restart_that_gets_no_further_is_the_last()
    {
        var (file, code, errors, run) = stage.Run("OverflowsTheStack", "--restarts", "1", "--set", "save=9");
        Assert.True(code == 1, errors);
        Stage.AssertSays("attempt 1 of 1", errors);
        Stage.AssertSays("1 restart in a row got no further", errors);
        Stage.AssertSays(file, RunRecord.ReadAll(run).OfType<RunEnded>().Last().Message!);
    }

    [Fact]
    public void A_plugin_that_never_returns_is_named_and_the_run_can_still_be_stopped()
    {
        using var watcher = stage.Begin("NeverReturns", out var file, "--stall-after", "2s");
        HostProcess.Await(() => stage.Newest() is { } begun && RunRecord.ReadAll(begun).OfType<Stalled>().Any(), "the report");
        var run = stage.Newest()!;
        var blamed = $"loss \"never-returns\" (plugin \"never-returns\", {file}), after step 3";
        Assert.Contains(RunRecord.ReadAll(run).OfType<Stalled>(), stalled => stalled.Message.Contains($"What is at work: {blamed}.", StringComparison.Ordinal));
        var (stopped, _, refused) = stage.Host("runs", "stop", run);
        Assert.True(stopped == 0, refused);
        var (code, _, errors) = HostProcess.End(watcher);
        Assert.True(code == 4, errors);
        Stage.AssertSays("Ended 2 s after it was asked to stop", errors);
        Stage.AssertSays($"nothing came back from {blamed}", errors);
        Assert.Null(Worker.InChargeOf(run));
        Stage.AssertSaved(run);
    }

    [Theory]
    [InlineData("ThrowsInStaticConstructor", "failed while it was being loaded: FormatException: not even begun")]
    [InlineData("WrongMajor", "was written against Sdk 2, and this host has Sdk 1.")]
    public void A_plugin_that_does_not_load_is_blamed_before_anything_is_trained(string scenario, string sentence)
    {
        var (file, code, errors, run) = stage.Run(scenario);
        Assert.True(code == 2, errors);
        Stage.AssertSays($"Plugin \"{Stage.NameOf(file)}\" ({file}) {sentence}", errors);
        Assert.Empty(RunRecord.ReadAll(run).OfType<StepTaken>());
    }

    /// <summary>One folder with one recipe for all runs, so that it is compiled once.</summary>
    public sealed class Stage : IDisposable
    {
        // A save waits for the one before, so that step 2 is saved, and told, before step 4 begins.
        private const string Recipe = """
            await Pretrain("gpt").Bytes().Text([Path.Join(Home, "docs", "*.md")], window: 32)
                .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 32 })
                .CausalLanguageModeling().Loss(File.Exists(Path.Join(RunDirectory, "mended")) ? "cross-entropy" : Setting("loss", ""))
                .AdamW(1e-2).Batch(4).Steps(Setting("steps", 6)).SaveEvery(Setting("save", 1)).Run();
            """;

        private readonly HostProcess _host = new();
        private readonly Workshop _workshop = new();
        private readonly string _script;
        private string[] _before = [];

        public Stage() => _script = _host.Script(Recipe);

        public void Dispose()
        {
            _host.Dispose();
            _workshop.Dispose();
        }

        /// <summary>Runs the recipe with a scenario's loss, trusted.</summary>
        internal (string File, int Code, string Errors, string Run) Run(string scenario, params string[] more)
        {
            var before = Runs();
            var file = Build(scenario);
            var (code, _, errors) = Host(["run", _script, "--trust", "--json", "--threads", "1", "--set", $"loss={NameOf(file)}", .. more]);
            return (file, code, errors, Runs().Except(before).Single());
        }

        /// <summary>Builds and trusts a scenario.</summary>
        internal string Build(string scenario)
        {
            var file = _workshop.BuildScenario(scenario);
            var catalog = _workshop.Catalog();
            if (catalog.Plugins.Single(plugin => plugin.File == file).Refused is null) catalog.Trust(NameOf(file));
            return file;
        }

        /// <summary>Starts the program among the scenarios and waits for its end.</summary>
        internal (int Code, string Output, string Errors) Host(params string[] arguments) => _host.Run(Surroundings, arguments);

        internal System.Diagnostics.Process Begin(string scenario, out string file, params string[] more)
        {
            _before = Runs();
            file = Build(scenario);
            return _host.Start(Surroundings, ["run", _script, "--trust", "--json", "--threads", "1", "--set", $"loss={NameOf(file)}", .. more]);
        }

        /// <summary>The run that <see cref="Begin"/> began; null while it has no record.</summary>
        internal string? Newest() => Runs().Except(_before).SingleOrDefault(run => File.Exists(Path.Join(run, "events.jsonl")));

        internal string[] Runs() => Directory.Exists(Path.Join(_host.Folder, "runs")) ? Directory.GetDirectories(Path.Join(_host.Folder, "runs")) : [];

        internal static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);

        /// <summary>What the record calls saved is there and loads.</summary>
        /// <returns>The step of the newest checkpoint.</returns>
        internal static long AssertSaved(string run)
        {
            var told = RunRecord.ReadAll(run).OfType<CheckpointSaved>().Last().Step;
            var damage = new List<string>();
            using var scope = torch.NewDisposeScope();
            var (tensors, values) = new CheckpointStore(Path.Join(run, "stages", "01-gpt"), new Retention(2), damage.Add).Latest()!.Value;
            Assert.Empty(damage);
            Assert.NotEmpty(tensors);
            var step = values["step"]!.GetValue<long>();
            Assert.True(told >= 2 && step >= told, $"The record tells of a checkpoint of step {told}, and the newest one is of step {step}.");
            return step;
        }

        /// <summary>As <see cref="Assert.Contains(string, string)"/>, with the whole text in the failure.</summary>
        internal static void AssertSays(string text, string said) => Assert.True(said.Contains(text, StringComparison.Ordinal), $"Expected: {text}\nin: {said}");

        private Dictionary<string, string> Surroundings => new() { ["PLUGINHOST_PLUGINS"] = _workshop.Strangers, ["PLUGINHOST_STATE"] = _workshop.State };
    }
}
