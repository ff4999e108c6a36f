// The objective "causal-lm": the shift, what does not count, and rows that an adapter lengthens.
using PluginHost.Objectives;
using PluginHost.TextModels;
using TorchSharp;
using Xunit;
using static TorchSharp.torch.nn;

namespace PluginHost.Tests.Plugins.Objectives;

public sealed class CausalLanguageModelingTests
{
    private static readonly long[,] s_rows = { { 1, 2, 3, 4, 5 }, { 6, 7, 8, 9, 0 } };

    [Fact]
    public void ItIsTheMeanOverAllTokensButTheFirst()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Tiny();
        var result = Objective(model).call(new Batch { [Fields.InputIds] = torch.tensor(s_rows) });
        var logits = model.call(new Batch { [Fields.InputIds] = torch.tensor(s_rows) })[Fields.Logits];
        var expected = functional.cross_entropy(logits.narrow(1, 0, 4).reshape(-1, 10), torch.tensor(s_rows).narrow(1, 1, 4).reshape(-1));
        Assert.Equal(expected.ToDouble(), result.Loss.ToDouble(), 1e-5);
        Assert.Equal(8, result.Weight!.ToInt64());
        Assert.Equal([2, 4, 10], result.Values[Fields.Logits].shape);
        Assert.Equal([2, 4], result.Values[Fields.Labels].shape);
    }

    [Fact]
    public void PaddingAndIgnoredLabelsDoNotCount()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Tiny();
        var mask = torch.tensor(new long[,] { { 1, 1, 1, 1, 1 }, { 1, 1, 1, 0, 0 } });
        var masked = Objective(model).call(new Batch { [Fields.InputIds] = torch.tensor(s_rows), [Fields.AttentionMask] = mask });
        Assert.Equal(6, masked.Weight!.ToInt64());
        var labelled = Objective(model).call(new Batch
        {
            [Fields.InputIds] = torch.tensor(s_rows),
            [Fields.AttentionMask] = mask,
            [Fields.Labels] = torch.tensor(new long[,] { { -100, 2, 3, 4, 5 }, { -100, 7, 8, -100, -100 } }),
        });
        Assert.Equal(masked.Loss.ToDouble(), labelled.Loss.ToDouble(), 1e-6);
    }

    [Fact]
    public void RowsThatAnAdapterLengthensLineUp()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Tiny();
        var before = Objective(model).call(new Batch { [Fields.InputIds] = torch.tensor(s_rows) });
        model.Attach(new Lengthened(model) { Name = "default", Method = "lengthened" });
        var after = Objective(model).call(new Batch { [Fields.InputIds] = torch.tensor(s_rows) });
        Assert.Equal([2, 6, 10], after.Values[Fields.Logits].shape);
        Assert.Equal([-100, 1, 2, 3, 4, 5], after.Values[Fields.Labels][0].data<long>().ToArray());
        Assert.Equal(10, after.Weight!.ToInt64());
        Assert.NotEqual(before.Loss.ToDouble(), after.Loss.ToDouble());
    }

    [Fact]
    public void RowsWithoutAnythingToPredictAreASentence()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Tiny();
        var error = Assert.Throws<PluginHostException>(() => Objective(model).call(new Batch { [Fields.InputIds] = torch.zeros([2, 1], torch.int64) }));
        Assert.Contains("[2, 1]", error.Message, StringComparison.Ordinal);
    }

    private static CausalLanguageModeling Objective(Model model) => new(new ObjectiveContext { Model = model, Reference = () => throw new InvalidOperationException() });

    private static Gpt2Model Tiny()
    {
        var model = new Gpt2Model(new Gpt2Options { Layers = 1, Heads = 2, Width = 8, Context = 8, InitializerRange = 0.5 }, 10, seed: 3);
        model.Attach(LanguageModelingHead.Create(new LanguageModelingOptions(), new HeadContext { Model = model }));
        return model;
    }

    // Two zero vectors before every row, as prompt methods put learned ones there.
    private sealed class Lengthened(Model model) : Adapter
    {
        public override AdapterTraits Traits => AdapterTraits.LengthensSequence;

        public override IEnumerable<KeyValuePair<string, TorchSharp.Modules.Parameter>> Parameters => [];

        public override System.Text.Json.Nodes.JsonObject ToPeftConfig() => [];

        public override Batch Prepare(Batch batch)
        {
            var ids = batch[Fields.InputIds];
            var labels = batch[Fields.Labels];
            var changed = new Batch(batch)
            {
                [Fields.InputsEmbeds] = torch.cat([torch.zeros(ids.size(0), 2, model.HiddenSize), model.InputEmbeddings!.call(ids)], 1),
                [Fields.Labels] = torch.cat([labels.new_full([labels.size(0), 2], -100), labels], 1),
            };
            changed.Remove(Fields.InputIds);
            return changed;
        }
    }
}
