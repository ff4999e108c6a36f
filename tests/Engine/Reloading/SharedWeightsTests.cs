// Weights that several parts share stay shared when what they belong to is built anew.
using PluginHost.Engine;
using PluginHost.Optimization;
using PluginHost.Preference;
using PluginHost.TextData;
using PluginHost.TextModels;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Engine.Reloading;

public sealed class SharedWeightsTests : IDisposable
{
    private readonly WorkshopRun _live = new();

    public void Dispose() => _live.Dispose();

    [Theory]
    [InlineData("text-models", "TextModels")]
    [InlineData("objectives", "Objectives")]
    public async Task A_head_that_scores_with_the_embeddings_still_does_and_learns_with_them(string plugin, string assembly)
    {
        StageResult? never = null, often = null;
        Task<(nint Before, bool Tied, double Apart)>? seen = null;
        nint place = 0;
        StageBuilder Tied(Recipe recipe) => recipe.Pretrain("gpt").Bytes().Data("text", new TextOptions { Files = [_live.Text], Window = 32 })
            .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 32 }).Objective("causal-lm").Loss("cross-entropy").AdamW(1e-2).Batch(4).Steps(5);
        Ended(_live.Bench.Execute("never", async recipe => never = await Tied(recipe).Run(), everyStep: true));
        Ended(_live.Bench.Execute("often", async recipe => often = await Tied(recipe).Run(), (happened, worker) =>
        {
            if (happened is StepTaken { Step: 1 }) worker.AtBoundary(stage => place = Embeddings(stage!.Model).data_ptr());
            if (happened is StepTaken { Step: 2 })
            {
                _live.Rebuild(assembly, 1);
                _live.Reload(worker, plugin);
            }

            if (happened is StepTaken { Step: 4 }) seen = worker.AtBoundary(stage => (Embeddings(stage!.Model).data_ptr(), stage.Model.Head!.IsTied, Apart(stage.Model)));
        }, everyStep: true));
        // The same memory as before, one tensor for both, after two more steps of the optimizer.
        Assert.Equal((place, true, 0.0), await seen!);
        Assert.Equal(WorkshopRun.Weights(never!), WorkshopRun.Weights(often!));
    }

    [Fact]
    public async Task One_parameter_under_two_names_stays_one()
    {
        _live.Workshop.Build("acme", TwoNames("1"), builtIn: true);
        Task<bool>? seen = null;
        StageResult? never = null, often = null;
        StageBuilder Two(Recipe recipe) => recipe.Finetune("gpt").Bytes().Data("text", new TextOptions { Files = [_live.Text], Window = 32 })
            .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 32 }).Adapt("twice").Objective("causal-lm").Loss("cross-entropy").AdamW(1e-2).Batch(4).Steps(5);
        Ended(_live.Bench.Execute("never", async recipe => never = await Two(recipe).Run(), everyStep: true));
        Ended(_live.Bench.Execute("often", async recipe => often = await Two(recipe).Run(), (happened, worker) =>
        {
            if (happened is StepTaken { Step: 2 })
            {
                _live.Workshop.Build("acme", TwoNames("2"), builtIn: true);
                _live.Reload(worker, "acme");
            }

            if (happened is StepTaken { Step: 4 })
                seen = worker.AtBoundary(stage =>
                {
                    var state = stage!.Model.state_dict().Where(pair => pair.Key.Contains("adapter:default", StringComparison.Ordinal)).Select(pair => pair.Value).ToList();
                    return state.Count == 2 && state[0].data_ptr() == state[1].data_ptr() && state[0].mean().ToDouble() is not 1;
                });
        }, everyStep: true));
        Assert.Null(Assert.Single(_live.Outcomes).Refusal);
        Assert.True(await seen!);
        Assert.Equal(Losses("never"), Losses("often"));
        Assert.Equal(WorkshopRun.Weights(never!), WorkshopRun.Weights(often!));
    }

    [Fact]
    public void A_reference_model_is_what_the_model_was_when_the_stage_began_whatever_is_reloaded()
    {
        _live.Workshop.Build("pairs", PairsSource.Text, builtIn: true);
        StageResult? never = null, often = null;
        (string Plugin, string Assembly)[] all = [("preference", "Preference"), ("text-models", "TextModels"), ("objectives", "Objectives")];
        Ended(_live.Bench.Execute("never", async recipe => never = await Prefer(recipe).Run(), everyStep: true));
        Ended(_live.Bench.Execute("often", async recipe => often = await Prefer(recipe).Run(), (happened, worker) =>
        {
            if (happened is not StepTaken { Step: var step } || step > all.Length) return;
            _live.Rebuild(all[step - 1].Assembly, (int)step);
            _live.Reload(worker, all[step - 1].Plugin);
        }, everyStep: true));
        Assert.All(_live.Outcomes, outcome => Assert.Null(outcome.Refusal));
        Assert.Equal(all.Length, _live.Bench.Events("often").OfType<PluginReloaded>().Count());
        Assert.Equal(Losses("never"), Losses("often"));
        Assert.Equal(Charts("never"), Charts("often"));
        // And the reference was none that follows the model: rewards have left zero.
        Assert.Contains(Charts("often"), chart => Math.Abs(chart) > 1e-3);
        Assert.Equal(WorkshopRun.Weights(never!), WorkshopRun.Weights(often!));
    }

    private static StageBuilder Prefer(Recipe recipe) => recipe.Finetune("prefer").Bytes().Data("pairs")
        .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 16 }).DirectPreference(0.5).AdamW(1e-2).Batch(4).Steps(5);

    private double[] Losses(string run) => [.. _live.Bench.Events(run).OfType<StepTaken>().Select(step => step.Loss)];

    private double[] Charts(string run) => [.. _live.Bench.Events(run).OfType<Charted>().Where(chart => chart.Name.StartsWith("rewards/", StringComparison.Ordinal)).Select(chart => chart.Value)];

    private static torch.Tensor Embeddings(Model model) => model.InputEmbeddings!.parameters().Single();

    // How far the head's scores are from those of the embeddings.
    private static double Apart(Model model)
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var hidden = torch.ones([1, 1, model.HiddenSize]);
        var scores = model.Head!.call(new Outputs(new Batch()) { [Fields.LastHiddenState] = hidden })[Fields.Logits];
        return (scores - torch.nn.functional.linear(hidden, Embeddings(model))).abs().max().ToDouble();
    }

    private static void Ended(RunEnded ended) => Assert.True(ended.ExitCode == 0, ended.Detail);

    // An adapter whose module has one parameter under two names, as a model has whose embedding and head are one tensor.
    private static string TwoNames(string build) => $$"""
        using System.Collections.Generic;
        using System.Text.Json.Nodes;
        using PluginHost;
        using TorchSharp;
        using TorchSharp.Modules;
        [assembly: Plugin("acme")]
        [assembly: Provides(Kind.Adapter, "twice")]
        namespace Acme;
        public sealed class Twice : torch.nn.Module
        {
            public const int Build = {{build}};
            public readonly Parameter Weight = new(torch.ones(4));
            public Twice() : base("twice") { register_parameter("first", Weight); register_parameter("second", Weight); }
        }
        public sealed class TwiceAdapter : Adapter
        {
            public Twice Module { get; } = new();
            public override AdapterTraits Traits => AdapterTraits.None;
            public override torch.nn.Module OwnModule => Module;
            public override IEnumerable<KeyValuePair<string, Parameter>> Parameters => new[] { KeyValuePair.Create("weight", Module.Weight) };
            public override JsonObject ToPeftConfig() => new() { ["peft_type"] = "TWICE" };
            public override torch.Tensor Penalty() => Module.Weight.square().mean() * 0.1;
        }
        public sealed class AcmePlugin : IPlugin
        {
            public void Register(IRegistry registry) => registry.Adapter<NoOptions>("twice", (options, context) => new TwiceAdapter { Name = context.Name, Method = context.Method });
        }
        """;
}
