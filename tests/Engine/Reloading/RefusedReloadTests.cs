// A new build that cannot be gone on with leaves the run as if nothing had been.
using PluginHost.LowRank;
using PluginHost.Optimization;
using PluginHost.TextData;
using PluginHost.TextModels;
using Xunit;

namespace PluginHost.Tests.Engine.Reloading;

public sealed class RefusedReloadTests : IDisposable
{
    private readonly WorkshopRun _live = new();

    public void Dispose() => _live.Dispose();

    [Fact]
    public void Whatever_fails_leaves_the_old_build_at_work_bit_for_bit()
    {
        _live.Workshop.Build("acme", StrangeLoss.Source(scale: "(1 + _calls / 10.0)"), builtIn: true);
        _live.Workshop.Build("odd", OddModule("4"), builtIn: true);
        StageResult? never = null, disturbed = null;
        Assert.Null(_live.Bench.Execute("never", async recipe => never = await Gpt(recipe).Run(), everyStep: true).Detail);
        (string Plugin, string Source, string Sentence)[] builds =
        [
            ("acme", StrangeLoss.Source(register: "registry.Loss<NoOptions>(\"strange\", (o, c) => throw new InvalidOperationException(\"not today\"));"), "failed while it was made: not today"),
            ("acme", StrangeLoss.Source(name: "other"), "provides no loss \"strange\" any more; it has: loss \"other\""),
            ("acme", StrangeLoss.Source(load: "throw new Exception(\"another layout\");"), "The rebuilt loss does not take the state of the one before (calls): another layout"),
            ("acme", StrangeLoss.Source(compute: "torch.rand(3); throw new DivideByZeroException(\"in the first step\");"), "failed in its first step, which the one before makes instead: in the first step"),
            ("odd", OddModule("5"), "\"model.adapter:default.weight\" was Float32 [4] and is Float32 [5]"),
            ("odd", OddModule("4", "register_parameter(\"more\", torch.nn.Parameter(torch.zeros(2)));"), "\"model.adapter:default.more\" Float32 [2] is new"),
        ];
        var ended = _live.Bench.Execute("disturbed", async recipe => disturbed = await Gpt(recipe).Run(), (happened, worker) =>
        {
            if (happened is not StepTaken { Step: var step } || step > builds.Length) return;
            _live.Workshop.Build(builds[step - 1].Plugin, builds[step - 1].Source, builtIn: true);
            _live.Reload(worker, builds[step - 1].Plugin);
        }, everyStep: true);
        Assert.True(ended.ExitCode == 0, ended.Detail);
        var refused = _live.Bench.Events("disturbed").OfType<ReloadRefused>().ToList();
        Assert.Equal(Enumerable.Range(1, builds.Length).Select(step => (long)step), refused.Select(refusal => refusal.Step));
        Assert.All(refused.Zip(builds), pair => Assert.Contains(pair.Second.Sentence, pair.First.Message, StringComparison.Ordinal));
        Assert.All(_live.Outcomes, outcome => Assert.False(outcome.Settled.Result));
        Assert.Equal(Losses("never"), Losses("disturbed"));
        Assert.Equal(WorkshopRun.Weights(never!), WorkshopRun.Weights(disturbed!));
        // And the generations that were tried are gone.
        foreach (var plugin in (string[])["acme", "odd"]) Assert.Empty(_live.Catalog.UnloadReplaced(plugin).StillHeld);
        Assert.Equal(1, _live.Catalog.Find("acme")!.Generation);
    }

    private IEnumerable<double> Losses(string run) => _live.Bench.Events(run).OfType<StepTaken>().Select(step => step.Loss);

    // An adapter with one parameter of its own, which it adds to the logits' mean in a way that nothing but the gradient sees.
    private static string OddModule(string size, string more = "") => $$"""
        using System.Collections.Generic;
        using System.Text.Json.Nodes;
        using PluginHost;
        using TorchSharp;
        using TorchSharp.Modules;
        [assembly: Plugin("odd")]
        [assembly: Provides(Kind.Adapter, "odd")]
        namespace Odd;
        public sealed class OddModule : torch.nn.Module
        {
            public readonly Parameter Weight = new(torch.ones({{size}}));
            public OddModule() : base("odd") { register_parameter("weight", Weight); {{more}} }
        }
        public sealed class OddAdapter : Adapter
        {
            public OddModule Module { get; } = new();
            public override AdapterTraits Traits => AdapterTraits.None;
            public override torch.nn.Module OwnModule => Module;
            public override IEnumerable<KeyValuePair<string, Parameter>> Parameters => new[] { KeyValuePair.Create("odd_weight", Module.Weight) };
            public override JsonObject ToPeftConfig() => new() { ["peft_type"] = "ODD" };
            public override torch.Tensor Penalty() => Module.Weight.square().mean() * 0.1;
        }
        public sealed class OddPlugin : IPlugin
        {
            public void Register(IRegistry registry) => registry.Adapter<NoOptions>("odd", (options, context) => new OddAdapter { Name = context.Name, Method = context.Method });
        }
        """;

    private StageBuilder Gpt(Recipe recipe) => recipe.Finetune("tune").Bytes().Data("text", new TextOptions { Files = [_live.Text], Window = 32 })
        .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 32, ResidualDropout = 0.1 }).Adapt("odd")
        .Objective("causal-lm").Loss("strange").AdamW(1e-2).Clip(1.0).Batch(4).Steps(8);
}
