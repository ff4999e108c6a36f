// T5 gives the reference implementation's numbers, from the reference implementation's files.
using PluginHost.Objectives;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Plugins.TextModels;

public sealed class T5GoldenTests
{
    [Theory]
    [InlineData("t5")]
    [InlineData("t5_gated_gelu")]
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
            if (!golden.Has($"{test}.loss")) continue;
            golden.Check($"{test}.encoder_last_hidden_state", outputs[Fields.EncoderLastHiddenState]);
            golden.Check($"{test}.decoder_last_hidden_state", outputs[Fields.LastHiddenState]);
            for (var layer = 0; layer < 3; layer++)
            {
                golden.Check($"{test}.encoder_hidden_states.{layer}", outputs[Fields.EncoderHiddenStates][layer]);
                golden.Check($"{test}.decoder_hidden_states.{layer}", outputs[Fields.HiddenStates][layer]);
            }
        }
    }

    [Theory]
    [InlineData("t5")]
    [InlineData("t5_gated_gelu")]
    public void TheLossAndItsGradientsAreTheReferences(string name)
    {
        using var scope = torch.NewDisposeScope();
        var golden = Golden.Open(name);
        using var model = StoredModels.Load(golden.Directory);
        using var objective = new SequenceToSequence(new ObjectiveContext { Model = model, Reference = () => throw new InvalidOperationException() });
        var result = objective.call(golden.Inputs("case0"));
        golden.Check("case0.loss", result.Loss);
        result.Loss.backward();
        var state = ModuleTree.BaseState(model).ToDictionary();
        var gradients = golden.Names("case0.grad.").ToList();
        Assert.NotEmpty(gradients);
        foreach (var gradient in gradients) golden.Check(gradient, state[gradient["case0.grad.".Length..]].grad!);
    }

    [Theory]
    [InlineData("t5", true)]
    [InlineData("t5", false)]
    [InlineData("t5_gated_gelu", true)]
    [InlineData("t5_gated_gelu", false)]
    public void GreedyIdsAreTheReferencesWithAndWithoutCache(string name, bool cache)
    {
        using var scope = torch.NewDisposeScope();
        var golden = Golden.Open(name);
        using var model = StoredModels.Load(golden.Directory);
        foreach (var test in golden.Cases("gen"))
        {
            var options = new GenerationOptions { MaxNewTokens = (int)golden.GenerateArgument(test, "max_new_tokens")!, UseCache = cache };
            golden.Check($"{test}.sequences", ((IGenerativeModel)model).Generate(golden[$"{test}.input_ids"], golden[$"{test}.attention_mask"], options));
        }
    }
}
