// Preferences: the losses against their formulas, the objective against log-probabilities taken one by one.
using PluginHost.LowRank;
using PluginHost.Preference;
using PluginHost.Tests.Plugins.TextModels;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Plugins.Preference;

public sealed class PreferenceTests
{
    private static readonly Registrations s_parts = new(new PreferencePlugin(), new LowRankPlugin());

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    public void The_losses_are_their_formulas(double smoothing)
    {
        using var scope = NewDisposeScope();
        double[] policyChosen = [-3, -5], policyRejected = [-4, -2], referenceChosen = [-3.5, -4], referenceRejected = [-3, -2.5];
        var values = new TensorMap
        {
            [PreferenceFields.PolicyChosen] = tensor(policyChosen),
            [PreferenceFields.PolicyRejected] = tensor(policyRejected),
            [PreferenceFields.ReferenceChosen] = tensor(referenceChosen),
            [PreferenceFields.ReferenceRejected] = tensor(referenceRejected),
        };
        // h is 0.5 + 1 in the first row and -1 - 0.5 in the second.
        double Term(double h) => -(1 - smoothing) * Math.Log(1 / (1 + Math.Exp(-0.5 * h))) - smoothing * Math.Log(1 / (1 + Math.Exp(0.5 * h)));
        var dpo = s_parts.Make<Loss>(Kind.Loss, "dpo", new DirectPreferenceOptions { Beta = 0.5, LabelSmoothing = smoothing });
        Assert.Equal((Term(1.5) + Term(-1.5)) / 2, dpo.Compute(values).ToDouble(), 1e-12);
        Assert.Equal(2, dpo.Weigh(values)!.ToInt64());
        var ipo = s_parts.Make<Loss>(Kind.Loss, "ipo", new IdentityPreferenceOptions { Beta = 0.5 });
        Assert.Equal((0.5 * 0.5 + 2.5 * 2.5) / 2, ipo.Compute(values).ToDouble(), 1e-12);
    }

    [Fact]
    public void An_unchanged_policy_has_the_loss_log_2_and_training_widens_the_margin()
    {
        using var scope = NewDisposeScope();
        var model = StoredModels.Load(SharedData.PathOrSkip("golden/gpt2"));
        var lora = s_parts.Make<Adapter>(Kind.Adapter, "lora", new LoraOptions { Rank = 4 }, new AdapterContext { Model = model, Method = "lora", Seed = 3 });
        model.Attach(lora);
        var loss = s_parts.Make<Loss>(Kind.Loss, "dpo", new DirectPreferenceOptions());
        var objective = s_parts.Make<Objective>(Kind.Objective, "preference", null, new ObjectiveContext { Model = model, Loss = loss, Reference = () => new Base(model, lora) });
        var batch = new Batch
        {
            ["chosen_input_ids"] = tensor(new long[] { 5, 9, 2, 77, 3, 8, 100, 4 }, [2, 4]),
            ["chosen_labels"] = tensor(new long[] { -100, -100, 2, 77, -100, 8, 100, -100 }, [2, 4]),
            ["rejected_input_ids"] = tensor(new long[] { 5, 9, 11, 3, 8, 50 }, [2, 3]),
            ["rejected_labels"] = tensor(new long[] { -100, -100, 11, -100, 8, 50 }, [2, 3]),
        };
        var first = objective.call(batch);
        Assert.Equal(Math.Log(2), first.Loss.ToDouble(), 1e-6);
        Assert.Equal(0, first.Charts["rewards/margins"].ToDouble(), 1e-6);
        var logits = log_softmax(model.call(new Batch { [Fields.InputIds] = batch["chosen_input_ids"] })[Fields.Logits], -1);
        Assert.Equal(logits[0, 1, 2].ToDouble() + logits[0, 2, 77].ToDouble(), first.Values[PreferenceFields.PolicyChosen][0].ToDouble(), 1e-4);
        Assert.Equal(logits[1, 0, 8].ToDouble() + logits[1, 1, 100].ToDouble(), first.Values[PreferenceFields.PolicyChosen][1].ToDouble(), 1e-4);

        using var optimizer = optim.AdamW(lora.Parameters.Select(pair => pair.Value), lr: 0.05);
        for (var step = 0; step < 10; step++)
        {
            optimizer.zero_grad();
            objective.call(batch).Loss.backward();
            optimizer.step();
        }

        var last = objective.call(batch);
        Assert.True(last.Loss.ToDouble() < 0.6, $"the loss is {last.Loss.ToDouble()}");
        Assert.True(last.Charts["rewards/margins"].ToDouble() > 0.1);
        Assert.Equal(first.Values[PreferenceFields.ReferenceRejected].data<float>().ToArray(), last.Values[PreferenceFields.ReferenceRejected].data<float>().ToArray());
    }

    private sealed class Base(Model model, Adapter adapter) : IReferenceModel
    {
        public Outputs Forward(Batch batch)
        {
            using var frozen = no_grad();
            adapter.Enabled = false;
            var outputs = model.call(batch);
            adapter.Enabled = true;
            return outputs;
        }
    }
}
