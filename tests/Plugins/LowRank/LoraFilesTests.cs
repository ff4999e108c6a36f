// PEFT's adapters for other architectures: which modules they stand on, what merging makes of the base.
using PluginHost.LowRank;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Plugins.LowRank;

public sealed class LoraFilesTests
{
    private static readonly Registrations s_plugins = new(new LowRankPlugin());

    // Loading demands that the adapter's modules and shapes are exactly those of the file: targets, layers, rank patterns.
    [Theory]
    [InlineData("llama_lora", 4)]
    [InlineData("llama_rslora", 4)]
    [InlineData("llama_lora_layers", 2)]
    [InlineData("llama_lora_patterns", 6)]
    [InlineData("llama_lora_two_adapters", 4)]
    [InlineData("llama_lora_two_adapters/second", null)]
    [InlineData("mistral_lora_embedding", 3)]
    [InlineData("t5_lora", null)]
    public void An_adapter_stands_where_peft_put_it_and_merges_to_the_same_weights(string name, int? modules)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var root = SharedData.PathOrSkip("golden/adapters/" + name.Split('/')[0]);
        var golden = Golden.Open("adapters/" + name.Split('/')[0]);
        var model = new WeightsModel("llama", golden.Base);
        var adapter = AdapterFiles.Load(s_plugins.Get(Kind.Adapter, "lora"), new AdapterContext { Model = model, Method = "lora" },
            Path.Join(root, name.Contains('/') ? name.Split('/')[1] : ""));
        if (modules is { } count) Assert.Equal(2 * count, adapter.Parameters.Count());
        adapter.Merge();
        var merged = ModuleTree.BaseState(model).ToDictionary();
        if (name.Contains('/')) return;
        foreach (var key in golden.Names("merged_weight."))
            golden.Check(key, merged[key["merged_weight.".Length..]], 1e-6);
    }

    [Fact]
    public void Merging_changes_what_is_adapted_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var golden = Golden.Open("adapters/mistral_lora_embedding");
        var model = new WeightsModel("mistral", golden.Base);
        var before = ModuleTree.BaseState(model).ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        var adapter = AdapterFiles.Load(s_plugins.Get(Kind.Adapter, "lora"), new AdapterContext { Model = model, Method = "lora" }, golden.Directory);
        Assert.Equal(before.Keys.Order(), ModuleTree.BaseState(model).Select(pair => pair.Key).Order());
        adapter.Merge();
        var changed = ModuleTree.BaseState(model).Where(pair => !pair.Value.equal(before[pair.Key])).Select(pair => pair.Key).Order();
        Assert.Equal(["model.embed_tokens.weight", "model.layers.0.self_attn.q_proj.weight", "model.layers.1.self_attn.q_proj.weight"], changed);
    }
}
