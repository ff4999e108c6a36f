// The objective "classification" and its head: pooling, the usual losses, config.json.
using PluginHost.Objectives;
using PluginHost.TextModels;
using TorchSharp;
using Xunit;
using static TorchSharp.torch.nn;

namespace PluginHost.Tests.Plugins.Objectives;

public sealed class ClassificationTests
{
    [Fact]
    public void ADecoderIsReadAtItsLastTokenOnEitherSideOfThePadding()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Gpt2(3);
        var alone = model.call(new Batch { [Fields.InputIds] = Ids(4, 5, 6) })[Fields.Logits];
        var right = model.call(new Batch { [Fields.InputIds] = Ids(4, 5, 6, 9, 9), [Fields.AttentionMask] = Ids(1, 1, 1, 0, 0) })[Fields.Logits];
        var left = model.call(new Batch
        {
            [Fields.InputIds] = Ids(9, 9, 4, 5, 6),
            [Fields.AttentionMask] = Ids(0, 0, 1, 1, 1),
            [Fields.PositionIds] = Ids(1, 1, 0, 1, 2),
        })[Fields.Logits];
        Assert.Equal([1, 3], alone.shape);
        Assert.True(torch.allclose(alone, right, 1e-4, 1e-6));
        Assert.True(torch.allclose(alone, left, 1e-4, 1e-6));
    }

    [Fact]
    public void TheLossFollowsTheLabels()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Gpt2(3);
        var ids = torch.tensor(new long[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        var logits = model.call(new Batch { [Fields.InputIds] = ids })[Fields.Logits];
        ObjectiveResult Of(Model target, torch.Tensor labels, ProblemType problem = ProblemType.Auto) =>
            new Classification(new ClassificationOptions { Problem = problem }, new ObjectiveContext { Model = target, Reference = () => throw new InvalidOperationException() })
                .call(new Batch { [Fields.InputIds] = ids, [Fields.Labels] = labels });

        var classes = torch.tensor([2L, 0L]);
        Assert.Equal(functional.cross_entropy(logits, classes).ToDouble(), Of(model, classes).Loss.ToDouble(), 1e-6);
        Assert.Equal(2, Of(model, classes).Weight!.ToInt64());
        var several = torch.tensor(new float[,] { { 1, 0, 1 }, { 0, 0, 1 } });
        Assert.Equal(functional.binary_cross_entropy_with_logits(logits, several).ToDouble(), Of(model, several).Loss.ToDouble(), 1e-6);
        Assert.Equal(functional.mse_loss(logits, several).ToDouble(), Of(model, several, ProblemType.Regression).Loss.ToDouble(), 1e-6);

        using var single = Gpt2(1);
        var number = torch.tensor([0.5f, -1f]);
        var predicted = single.call(new Batch { [Fields.InputIds] = ids })[Fields.Logits];
        Assert.Equal((predicted.squeeze(-1) - number).square().mean().ToDouble(), Of(single, number).Loss.ToDouble(), 1e-6);
        Assert.Throws<PluginHostException>(() => Of(model, torch.zeros(2, 2)));
    }

    [Fact]
    public void TheHeadWritesWhatHuggingFaceReads()
    {
        using var model = Gpt2(2, ["no", "yes"], ProblemType.SingleLabel);
        var config = ModelFiles.Config(model);
        Assert.Equal("GPT2ForSequenceClassification", config["architectures"]![0]!.GetValue<string>());
        Assert.Equal("yes", config["id2label"]!["1"]!.GetValue<string>());
        Assert.Equal(0, config["label2id"]!["no"]!.GetValue<int>());
        Assert.Equal("single_label_classification", config["problem_type"]!.GetValue<string>());
        Assert.Contains("score.weight", ModuleTree.BaseState(model).Select(pair => pair.Key));
        Assert.DoesNotContain("score.bias", ModuleTree.BaseState(model).Select(pair => pair.Key));
        var read = (SequenceClassificationOptions)new Registrations(new ObjectivesPlugin()).Get(Kind.Head, "sequence-classification").ReadConfig!(config);
        Assert.Equal(["no", "yes"], read.LabelNames);
        Assert.Equal((2, ProblemType.SingleLabel), (read.Labels, read.Problem));
        Assert.Throws<RecipeException>(() => OptionRules.Validate(read with { Labels = 3 }, "head"));
    }

    [Fact]
    public void ABagOfTokensForgetsTheOrderAndLearns()
    {
        using var scope = torch.NewDisposeScope();
        using var model = new BagOfTokensModel(new BagOfTokensOptions(), 10);
        model.Attach(SequenceClassificationHead.Create(new SequenceClassificationOptions { Labels = 2 }, new HeadContext { Model = model, Seed = 1 }));
        torch.Tensor Logits(params long[] ids) => model.call(new Batch { [Fields.InputIds] = Ids(ids) })[Fields.Logits];
        Assert.True(torch.allclose(Logits(1, 2, 2, 3), Logits(2, 3, 2, 1)));
        Assert.False(torch.allclose(Logits(1, 2, 2, 3), Logits(1, 2, 3, 3)));
        Assert.True(torch.allclose(Logits(1, 2), model.call(new Batch { [Fields.InputIds] = Ids(1, 2, 0), [Fields.AttentionMask] = Ids(1, 1, 0) })[Fields.Logits]));

        var objective = new Classification(new ClassificationOptions(), new ObjectiveContext { Model = model, Reference = () => throw new InvalidOperationException() });
        var batch = new Batch { [Fields.InputIds] = torch.tensor(new long[,] { { 1, 2, 3 }, { 4, 5, 3 } }), [Fields.Labels] = torch.tensor([0L, 1L]) };
        var optimizer = torch.optim.AdamW(model.parameters(), lr: 0.1);
        for (var i = 0; i < 50; i++)
        {
            optimizer.zero_grad();
            objective.call(batch).Loss.backward();
            optimizer.step();
        }

        Assert.InRange(objective.call(batch).Loss.ToDouble(), 0, 0.1);
    }

    private static torch.Tensor Ids(params long[] ids) => torch.tensor(ids).unsqueeze(0);

    private static Gpt2Model Gpt2(int labels, string[]? names = null, ProblemType problem = ProblemType.Auto)
    {
        var model = new Gpt2Model(new Gpt2Options { Layers = 1, Heads = 2, Width = 8, Context = 8, InitializerRange = 0.5 }, 10, seed: 3);
        model.Attach(SequenceClassificationHead.Create(new SequenceClassificationOptions { Labels = labels, LabelNames = names, Problem = problem },
            new HeadContext { Model = model, Seed = 5 }));
        return model;
    }
}
