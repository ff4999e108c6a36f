// Metrics against values computed by hand.
using PluginHost.Metrics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Plugins.Metrics;

public sealed class MetricTests
{
    // Predictions 0 1 2 1 0 | 2 2, labels 0 2 2 1 1 | ignored 2: six counted, four right.
    private static readonly long[][] s_predictions = [[0, 1, 2, 1, 0], [2, 2]];
    private static readonly long[][] s_labels = [[0, 2, 2, 1, 1], [-100, 2]];

    private static readonly Registrations s_metrics = new(new MetricsPlugin());

    public static TheoryData<string, object?, double> Figures => new()
    {
        { "accuracy", null, 4 / 6.0 },
        // Labels that count: one 0, two 1, three 2.
        { "majority", null, 3 / 6.0 },
        // Class 0: TP 1, FP 1, FN 0. Class 1: TP 1, FP 1, FN 1. Class 2: TP 2, FP 0, FN 1.
        { "f1", new F1Options { Average = F1Average.Macro }, (2 / 3.0 + 2 / 4.0 + 4 / 5.0) / 3 },
        { "f1", new F1Options { Average = F1Average.Micro }, 4 / 6.0 },
        { "f1", new F1Options { Average = F1Average.Binary, Positive = 2 }, 4 / 5.0 },
        { "f1", new F1Options { Average = F1Average.Binary, Positive = 3 }, 0 },
    };

    [Theory]
    [MemberData(nameof(Figures))]
    public void A_figure_is_that_of_all_batches_together(string name, object? options, double expected)
    {
        using var scope = NewDisposeScope();
        var metric = s_metrics.Make<Metric>(Kind.Metric, name, options);
        for (var i = 0; i < 2; i++) metric.Update(Batch(s_predictions[i], s_labels[i]));
        Assert.Equal(expected, metric.Compute()[name], 1e-12);

        metric.Reset();
        metric.Update(Batch([1, 1], [1, 1]));
        Assert.Equal(name == "f1" && options is F1Options { Average: F1Average.Binary } ? 0 : 1, metric.Compute()[name], 1e-12);
    }

    [Theory]
    [MemberData(nameof(Figures))]
    public void Saved_sums_add_up_over_ranks(string name, object? options, double expected)
    {
        using var scope = NewDisposeScope();
        var states = Enumerable.Range(0, 2).Select(rank =>
        {
            var metric = s_metrics.Make<Metric>(Kind.Metric, name, options);
            metric.Update(Batch(s_predictions[rank], s_labels[rank]));
            var state = new StateWriter();
            metric.Save(state);
            return state;
        }).ToList();
        Assert.Empty(states[0].Values);
        var sums = states[0].Tensors.ToDictionary(pair => pair.Key, pair => pair.Value + states[1].Tensors[pair.Key]);
        var whole = s_metrics.Make<Metric>(Kind.Metric, name, options);
        whole.Load(new StateReader(sums, []));
        Assert.Equal(expected, whole.Compute()[name], 1e-12);
    }

    [Fact]
    public void Positions_of_a_sequence_count_one_by_one()
    {
        using var scope = NewDisposeScope();
        var metric = s_metrics.Make<Metric>(Kind.Metric, "accuracy");
        var values = Batch([0, 1, 2, 1], [0, 1, -100, 0]);
        metric.Update(new TensorMap { { Fields.Logits, values[Fields.Logits].reshape(2, 2, 4) }, { Fields.Labels, values[Fields.Labels].reshape(2, 2) } });
        Assert.Equal(2 / 3.0, metric.Compute()["accuracy"], 1e-12);
    }

    [Fact]
    public void Perplexity_is_exp_of_the_loss_over_all_items()
    {
        using var scope = NewDisposeScope();
        var metric = s_metrics.Make<Metric>(Kind.Metric, "perplexity");
        void Add(double loss, long items) => metric.Update(new TensorMap { { Fields.Loss, tensor(loss) }, { Fields.LossWeight, tensor(items) } });
        Add(2, 30);
        Add(4, 10);
        Add(double.NaN, 0);
        Assert.Equal(Math.Exp((2.0 * 30 + 4 * 10) / 40), metric.Compute()["perplexity"], 1e-12);
    }

    [Fact]
    public void A_uniform_model_is_as_perplexed_as_it_has_tokens()
    {
        using var scope = NewDisposeScope();
        var metric = s_metrics.Make<Metric>(Kind.Metric, "perplexity");
        var loss = nn.functional.cross_entropy(zeros(8, 50), randint(0, 50, [8], dtype: ScalarType.Int64));
        metric.Update(new TensorMap { { Fields.Loss, loss } });
        Assert.Equal(50, metric.Compute()["perplexity"], 1e-3);
    }

    [Fact]
    public void Labels_that_are_no_classes_are_refused()
    {
        using var scope = NewDisposeScope();
        var fault = Assert.Throws<PluginHostException>(() => s_metrics.Make<Metric>(Kind.Metric, "accuracy")
            .Update(new TensorMap { { Fields.Logits, zeros(3, 2) }, { Fields.Labels, zeros(3) } }));
        Assert.Contains("metric \"accuracy\": the logits are [3, 2] and the labels Float32 [3]", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_positive_class_that_there_is_not_is_named()
    {
        using var scope = NewDisposeScope();
        var metric = s_metrics.Make<Metric>(Kind.Metric, "f1", new F1Options { Average = F1Average.Binary, Positive = 9 });
        metric.Update(Batch([1], [1]));
        Assert.Contains("Positive is 9, and the model has the classes 0 to 3", Assert.Throws<RecipeException>(metric.Compute).Message, StringComparison.Ordinal);
    }

    // Logits over four classes whose largest is the prediction.
    private static TensorMap Batch(long[] predictions, long[] labels) => new()
    {
        { Fields.Logits, nn.functional.one_hot(tensor(predictions), 4).to(ScalarType.Float32) * 3 - 1 },
        { Fields.Labels, tensor(labels) },
    };
}
