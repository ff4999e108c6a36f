// GPT-2 made afresh: what it is made of, how it writes, and that it comes back from files as it was.
using PluginHost.Objectives;
using PluginHost.TextModels;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Plugins.TextModels;

public sealed class Gpt2Tests
{
    private static readonly Gpt2Options s_small = new() { Layers = 2, Heads = 2, Width = 8, Context = 16, Vocabulary = 20, InitializerRange = 0.3 };

    [Fact]
    public void FreshWeightsAreGpt2s()
    {
        using var model = new Gpt2Model(new Gpt2Options { Layers = 8, Heads = 2, Width = 64 }, 300, seed: 1);
        var state = ModuleTree.BaseState(model).ToDictionary();
        Assert.Equal(0.02, state["transformer.wte.weight"].std().ToDouble(), 1e-3);
        Assert.Equal(0.02, state["transformer.h.3.mlp.c_fc.weight"].std().ToDouble(), 1e-3);
        Assert.Equal(0.02 / 4, state["transformer.h.3.mlp.c_proj.weight"].std().ToDouble(), 3e-4);
        Assert.Equal(0.02 / 4, state["transformer.h.3.attn.c_proj.weight"].std().ToDouble(), 3e-4);
        Assert.Equal(0, state["transformer.h.3.attn.c_attn.bias"].abs().max().ToDouble());
        Assert.Equal(2 + (8 * 12) + 2, state.Count);
        using var same = new Gpt2Model(new Gpt2Options { Layers = 8, Heads = 2, Width = 64 }, 300, seed: 1);
        Assert.All(ModuleTree.BaseState(same), pair => Assert.True(pair.Value.equal(state[pair.Key])));
    }

    [Fact]
    public void WhatItSavesItReads()
    {
        using var scope = torch.NewDisposeScope();
        var folder = Directory.CreateTempSubdirectory("gpt2").FullName;
        try
        {
            using var model = WithHead(s_small with { ScaleAttentionByLayer = true, EndId = 3, Activation = "relu" });
            ModelFiles.Save(model, tokenizer: null, folder);
            var config = ModelFiles.ReadConfig(folder);
            Assert.Equal("GPT2LMHeadModel", config["architectures"]![0]!.GetValue<string>());
            using var read = StoredModels.Load(folder);
            var ids = torch.tensor(new long[,] { { 1, 2, 3, 4 } });
            model.eval();
            Assert.True(Logits(model, ids).equal(Logits(read, ids)));
            Assert.Equal(ModelFiles.Config(model).ToJsonString(), ModelFiles.Config(read).ToJsonString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void ItWritesOnWhenTheTextOutgrowsItsPositions()
    {
        using var scope = torch.NewDisposeScope();
        using var model = WithHead(s_small);
        var prompt = torch.tensor(new long[,] { { 1, 2, 3 } });
        var written = model.Generate(prompt, null, new GenerationOptions { MaxNewTokens = 30 });
        Assert.Equal([1, 33], written.shape);
        // Each id after the sixteenth is the most likely one after the sixteen before it.
        for (var i = 17; i < 33; i++)
            Assert.Equal(Logits(model, written.narrow(1, i - 16, 16))[0, -1].argmax().ToInt64(), written[0, i].ToInt64());
    }

    [Fact]
    public void PaddingOnTheLeftChangesNothing()
    {
        using var scope = torch.NewDisposeScope();
        using var model = WithHead(s_small);
        var alone = model.Generate(torch.tensor(new long[,] { { 4, 5, 6 } }), null, new GenerationOptions { MaxNewTokens = 8 });
        foreach (var cache in new[] { true, false })
        {
            var padded = model.Generate(torch.tensor(new long[,] { { 9, 9, 4, 5, 6 }, { 1, 2, 3, 4, 5 } }),
                torch.tensor(new long[,] { { 0, 0, 1, 1, 1 }, { 1, 1, 1, 1, 1 } }), new GenerationOptions { MaxNewTokens = 8, UseCache = cache });
            Assert.Equal(alone[0].data<long>().ToArray(), padded[0].narrow(0, 2, 11).data<long>().ToArray());
        }
    }

    [Fact]
    public void DrawsRepeatWithTheirSeedAndTrainingGoesOnAfterwards()
    {
        using var scope = torch.NewDisposeScope();
        using var model = WithHead(s_small with { ResidualDropout = 0.5 });
        model.train();
        var options = new GenerationOptions { MaxNewTokens = 10, Temperature = 1, Seed = 4 };
        var prompt = torch.tensor(new long[,] { { 1, 2 } });
        Assert.True(model.Generate(prompt, null, options).equal(model.Generate(prompt, null, options)));
        Assert.True(model.training);
    }

    [Fact]
    public void TooManyPositionsAreASentence()
    {
        using var scope = torch.NewDisposeScope();
        using var model = WithHead(s_small);
        var error = Assert.Throws<RecipeException>(() => Logits(model, torch.zeros([1, 17], torch.int64)));
        Assert.Contains("17 positions", error.Message, StringComparison.Ordinal);
        Assert.Contains("16", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AVocabularyComesFromTheOptionsOrTheTokenizer()
    {
        var error = Assert.Throws<RecipeException>(() => Gpt2Model.Create(s_small with { Vocabulary = null }, new ModelContext()));
        Assert.Contains("Tokenizer", error.Message, StringComparison.Ordinal);
        Assert.Throws<RecipeException>(() => OptionRules.Validate(s_small with { Heads = 3 }, "model \"gpt2\""));
    }

    private static Gpt2Model WithHead(Gpt2Options options)
    {
        var model = new Gpt2Model(options, 20, seed: 2);
        model.Attach(LanguageModelingHead.Create(new LanguageModelingOptions(), new HeadContext { Model = model }));
        return model;
    }

    private static torch.Tensor Logits(Model model, torch.Tensor ids)
    {
        using var frozen = torch.no_grad();
        return model.call(new Batch { [Fields.InputIds] = ids })[Fields.Logits];
    }
}
