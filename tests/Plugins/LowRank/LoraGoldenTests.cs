// LoRA against PEFT 0.14 on GPT-2: outputs, gradients, merged weights, files.
using System.Text.Json.Nodes;
using PluginHost.LowRank;
using PluginHost.Objectives;
using PluginHost.TextModels;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Plugins.LowRank;

public sealed class LoraGoldenTests
{
    private static readonly Registrations s_plugins = new(new LowRankPlugin(), new TextModelsPlugin(), new ObjectivesPlugin());

    public static TheoryData<string> Adapters => ["gpt2_lora", "gpt2_rslora"];

    [Theory]
    [MemberData(nameof(Adapters))]
    public void Logits_are_those_of_the_reference_with_and_without_the_adapter(string name)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var golden = Golden.Open("adapters/" + name);
        var (model, adapter) = Load(golden);
        foreach (var example in new[] { "case0", "case1" })
        {
            var batch = golden.Inputs(example);
            golden.Check($"{example}.logits", model.forward(batch)[Fields.Logits]);
        }

        adapter.Enabled = false;
        golden.Check("case1.base_logits", model.forward(golden.Inputs("case1"))[Fields.Logits]);
        adapter.Enabled = true;
        golden.Check("case1.logits", model.forward(golden.Inputs("case1"))[Fields.Logits]);
    }

    [Theory]
    [MemberData(nameof(Adapters))]
    public void The_loss_and_its_gradients_are_those_of_the_reference(string name)
    {
        using var scope = NewDisposeScope();
        var golden = Golden.Open("adapters/" + name);
        var (model, adapter) = Load(golden);
        var objective = s_plugins.Make<Objective>(Kind.Objective, "causal-lm", null,
            new ObjectiveContext { Model = model, Reference = () => throw new NotSupportedException() });
        var loss = objective.forward(golden.Inputs("case0")).Loss;
        golden.Check("case0.loss", loss);
        loss.backward();
        Assert.Equal(4, adapter.Parameters.Count());
        foreach (var (key, parameter) in adapter.Parameters)
            golden.Check($"case0.grad.base_model.model.{key}", parameter.grad!);
        Assert.All(ModuleTree.BaseState(model), pair => Assert.False(pair.Value.requires_grad));
    }

    [Theory]
    [MemberData(nameof(Adapters))]
    public void A_merged_model_computes_what_the_adapter_did(string name)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var golden = Golden.Open("adapters/" + name);
        var (model, adapter) = Load(golden);
        adapter.Merge();
        model.Detach(adapter);
        Assert.DoesNotContain(model.named_modules(), pair => pair.module is AdaptedModule);
        foreach (var example in new[] { "case0", "case1" })
        {
            var batch = golden.Inputs(example);
            golden.Check($"{example}.merged_logits", model.forward(batch)[Fields.Logits]);
        }

        golden.Check("merged_weight.transformer.h.1.attn.c_attn.weight",
            ModuleTree.BaseState(model).Single(pair => pair.Key == "transformer.h.1.attn.c_attn.weight").Value, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Adapters))]
    public void What_is_saved_is_what_was_read(string name)
    {
        using var scope = NewDisposeScope();
        var golden = Golden.Open("adapters/" + name);
        var (model, adapter) = Load(golden);
        var folder = Directory.CreateTempSubdirectory("lora-");
        try
        {
            AdapterFiles.Save(model, adapter, "gpt2", Path.Join(folder.FullName, "adapter"));
            var config = JsonFiles.Read(Path.Join(folder.FullName, "adapter", "adapter_config.json"));
            Assert.Equal(Values(JsonFiles.Read(Path.Join(golden.Directory, "adapter_config.json"))), Values(config));
            var (expected, actual) = (Safetensors.Load(Path.Join(golden.Directory, "adapter_model.safetensors")),
                Safetensors.Load(Path.Join(folder.FullName, "adapter", "adapter_model.safetensors")));
            Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
            Assert.All(expected, pair => Assert.True(pair.Value.equal(actual[pair.Key])));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (Model Model, Adapter Adapter) Load(Golden golden)
    {
        var config = ModelFiles.ReadConfig(golden.Base);
        var registration = s_plugins.Get(Kind.Model, "gpt2");
        var model = (Model)registration.Create(registration.ReadConfig!(config), new ModelContext());
        model.Attach(s_plugins.Make<Head>(Kind.Head, "language-modeling", null, new HeadContext { Model = model }));
        var report = ModelFiles.LoadWeights(model, golden.Base);
        Assert.Empty(report.Missing);
        var warnings = new List<string>();
        var adapter = AdapterFiles.Load(s_plugins.Get(Kind.Adapter, "lora"), new AdapterContext { Model = model, Method = "lora", Warn = warnings.Add }, golden.Directory);
        Assert.Empty(warnings);
        model.eval();
        return (model, adapter);
    }

    // 0 and 0.0 are the same value, and the order of keys has no meaning.
    private static List<string> Values(JsonObject config) => [.. config.OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => $"{pair.Key}: {(pair.Value is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? value.GetValue<double>() : pair.Value?.ToJsonString())}")];
}
