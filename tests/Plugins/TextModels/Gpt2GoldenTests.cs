// GPT-2 gives the reference implementation's numbers, from the reference implementation's files.
using PluginHost.Objectives;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Plugins.TextModels;

public sealed class Gpt2GoldenTests
{
    [Theory]
    [InlineData("gpt2")]
    [InlineData("gpt2_options")]
    [InlineData("gpt2_legacy_keys")]
    public void LogitsAndHiddenStatesAreTheReferences(string name)
    {
        using var scope = torch.NewDisposeScope();
        var golden = Golden.Open(name);
        using var model = StoredModels.Load(golden.Directory);
        foreach (var test in golden.Cases("case"))
        {
            var batch = golden.Inputs(test);
            batch.WantHiddenStates = true;
            var outputs = model.call(batch);
            golden.Check($"{test}.logits", outputs[Fields.Logits], relative: 1e-5);
            if (golden.Has($"{test}.last_hidden_state")) golden.Check($"{test}.last_hidden_state", outputs[Fields.LastHiddenState]);
            var states = outputs[Fields.HiddenStates];
            for (var layer = 0; golden.Has($"{test}.hidden_states.{layer}"); layer++) golden.Check($"{test}.hidden_states.{layer}", states[layer]);
            if (golden.Has($"{test}.hidden_states.0")) Assert.False(golden.Has($"{test}.hidden_states.{states.size(0)}"));
        }
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("gpt2_options")]
    [InlineData("gpt2_legacy_keys")]
    public void TheLossAndItsGradientsAreTheReferences(string name)
    {
        using var scope = torch.NewDisposeScope();
        var golden = Golden.Open(name);
        using var model = StoredModels.Load(golden.Directory);
        using var objective = new CausalLanguageModeling(new ObjectiveContext { Model = model, Reference = () => throw new InvalidOperationException() });
        var result = objective.call(golden.Inputs("case0"));
        golden.Check("case0.loss", result.Loss);
        result.Loss.backward();
        var gradients = golden.Names("case0.grad.").ToList();
        foreach (var gradient in gradients)
            golden.Check(gradient, ModuleTree.BaseState(model).Single(pair => pair.Key == gradient["case0.grad.".Length..]).Value.grad!);
        if (name == "gpt2") Assert.Contains("case0.grad.transformer.wte.weight", gradients);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GreedyIdsAreTheReferencesWithAndWithoutCache(bool cache)
    {
        using var scope = torch.NewDisposeScope();
        var golden = Golden.Open("gpt2");
        using var model = StoredModels.Load(golden.Directory);
        foreach (var test in golden.Cases("gen"))
        {
            var sequences = ((IGenerativeModel)model).Generate(golden[$"{test}.input_ids"], golden[$"{test}.attention_mask"], new GenerationOptions
            {
                MaxNewTokens = (int)golden.GenerateArgument(test, "max_new_tokens")!,
                EosId = golden.GenerateArgument(test, "eos_token_id"),
                PadId = golden.GenerateArgument(test, "pad_token_id") ?? 0,
                UseCache = cache,
            });
            golden.Check($"{test}.sequences", sequences);
        }
    }
}
