// Losses against closed forms and finite differences.
using PluginHost.Losses;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Plugins.Losses;

public sealed class LossTests
{
    private static readonly Registrations s_losses = new(new LossesPlugin());

    [Fact]
    public void Cross_entropy_of_equal_logits_is_the_logarithm_of_the_classes()
    {
        using var scope = NewDisposeScope();
        var loss = s_losses.Make<Loss>(Kind.Loss, "cross-entropy");
        var values = Values(zeros(2, 3, 5), tensor(new long[] { 0, 1, 2, 3, 4, 0 }, [2, 3]));
        Assert.Equal(Math.Log(5), loss.Compute(values).ToDouble(), 1e-6);
        Assert.Equal(6, loss.Weigh(values)!.ToInt64());
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public void Cross_entropy_is_the_mean_over_labels_that_count(double smoothing)
    {
        using var scope = NewDisposeScope();
        double[][] logits = [[1, -2, 0.5], [0.25, 3, -1], [2, 2, -4], [0, 1, 2]];
        long[] labels = [2, -100, 0, 1];
        var loss = s_losses.Make<Loss>(Kind.Loss, "cross-entropy", new CrossEntropyOptions { LabelSmoothing = smoothing });
        var expected = new[] { 0, 2, 3 }.Average(row =>
        {
            var normalizer = Math.Log(logits[row].Sum(Math.Exp));
            return logits[row].Select((logit, label) => (smoothing / 3 + (label == labels[row] ? 1 - smoothing : 0)) * (normalizer - logit)).Sum();
        });

        var flat = Values(tensor(logits.SelectMany(row => row).ToArray(), [4, 3]), tensor(labels));
        Assert.Equal(expected, loss.Compute(flat).ToDouble(), 1e-12);
        Assert.Equal(3, loss.Weigh(flat)!.ToInt64());
        var folded = Values(flat[Fields.Logits].reshape(2, 2, 3), flat[Fields.Labels].reshape(2, 2));
        Assert.Equal(expected, loss.Compute(folded).ToDouble(), 1e-12);
    }

    [Fact]
    public void Cross_entropy_of_no_label_is_zero_and_has_a_zero_gradient()
    {
        using var scope = NewDisposeScope();
        var logits = randn([2, 3]).requires_grad_();
        var values = Values(logits, tensor(new long[] { -100, -100 }));
        var loss = s_losses.Make<Loss>(Kind.Loss, "cross-entropy");
        var result = loss.Compute(values);
        result.backward();
        Assert.Equal(0, result.ToDouble());
        Assert.Equal(0, loss.Weigh(values)!.ToInt64());
        Assert.Equal(0, logits.grad!.abs().sum().ToDouble());
    }

    [Fact]
    public void Micro_batches_weighed_by_their_labels_give_the_loss_of_the_whole()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (logits, labels) = (randn([4, 6, 7]), randint(0, 7, [4, 6], dtype: ScalarType.Int64));
        labels[1] = tensor(-100L);
        labels[3, 4] = tensor(-100L);
        var loss = s_losses.Make<Loss>(Kind.Loss, "cross-entropy");
        var parts = Enumerable.Range(0, 4).Select(row => Values(logits.narrow(0, row, 1), labels.narrow(0, row, 1)))
            .Select(values => (Loss: loss.Compute(values).ToDouble(), Weight: loss.Weigh(values)!.ToDouble())).ToList();
        Assert.Equal(loss.Compute(Values(logits, labels)).ToDouble(), parts.Sum(part => part.Loss * part.Weight) / parts.Sum(part => part.Weight), 1e-6);
    }

    public static TheoryData<string, object?, double[], long[]> Gradients => new()
    {
        { "cross-entropy", new CrossEntropyOptions { LabelSmoothing = 0.1 }, [2, -100, 0, 1], [4] },
        { "mean-squared-error", null, [0.5, -1, 2, 0, 1, 1, 0, 0.25, -2, 3, 1, 1], [4, 3] },
        { "binary-cross-entropy", new BinaryCrossEntropyOptions { PositiveWeight = 2.5 }, [1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0, 1], [4, 3] },
    };

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradients_are_those_of_finite_differences(string name, object? options, double[] labels, long[] shape)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var loss = s_losses.Make<Loss>(Kind.Loss, name, options);
        var logits = randn([4, 3], dtype: ScalarType.Float64).requires_grad_();
        var targets = name == "cross-entropy" ? tensor(Array.ConvertAll(labels, label => (long)label), shape) : tensor(labels, shape);
        loss.Compute(Values(logits, targets)).backward();
        const double step = 1e-5;
        for (var i = 0; i < 12; i++)
        {
            double At(double change)
            {
                using var frozen = no_grad();
                var moved = logits.detach().clone();
                moved.view(-1)[i] += change;
                return loss.Compute(Values(moved, targets)).ToDouble();
            }

            Assert.Equal((At(step) - At(-step)) / (2 * step), logits.grad!.view(-1)[i].ToDouble(), 1e-8);
        }
    }

    [Fact]
    public void Binary_cross_entropy_is_the_mean_over_rows_and_classes()
    {
        using var scope = NewDisposeScope();
        double[] logits = [1.5, -0.5, 0, 3];
        double[] labels = [1, 0, 1, 0];
        double Term(double logit, double label, double weight) =>
            -(weight * label * Math.Log(1 / (1 + Math.Exp(-logit))) + (1 - label) * Math.Log(1 - 1 / (1 + Math.Exp(-logit))));
        foreach (var weight in new[] { 1.0, 3.0 })
        {
            var loss = s_losses.Make<Loss>(Kind.Loss, "binary-cross-entropy", new BinaryCrossEntropyOptions { PositiveWeight = weight });
            var values = Values(tensor(logits, [2, 2]), tensor(labels, [2, 2]));
            Assert.Equal(logits.Zip(labels, (logit, label) => Term(logit, label, weight)).Average(), loss.Compute(values).ToDouble(), 1e-12);
            Assert.Equal(4, loss.Weigh(values)!.ToInt64());
        }
    }

    [Fact]
    public void Mean_squared_error_reads_a_column_as_numbers()
    {
        using var scope = NewDisposeScope();
        var loss = s_losses.Make<Loss>(Kind.Loss, "mean-squared-error");
        var values = Values(tensor([1f, 2f, 4f]).unsqueeze(-1), tensor([1f, 0f, 1f]));
        Assert.Equal((0 + 4 + 9) / 3.0, loss.Compute(values).ToDouble(), 1e-6);
        Assert.Equal(3, loss.Weigh(values)!.ToInt64());
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        using var scope = NewDisposeScope();
        string Message(string loss, Tensor logits, Tensor labels) =>
            Assert.Throws<PluginHostException>(() => s_losses.Make<Loss>(Kind.Loss, loss).Compute(Values(logits, labels))).Message;
        Assert.Contains("the logits are [2, 3, 5] and the labels [2, 2]", Message("cross-entropy", zeros(2, 3, 5), zeros([2, 2], dtype: ScalarType.Int64)), StringComparison.Ordinal);
        Assert.Contains("the labels are Float32", Message("cross-entropy", zeros(2, 3), zeros(2)), StringComparison.Ordinal);
        Assert.Contains("the predictions are [4] and the labels [3]", Message("mean-squared-error", zeros(4, 1), zeros(3)), StringComparison.Ordinal);
        Assert.Contains("the logits are [4, 2] and the labels [4]", Message("binary-cross-entropy", zeros(4, 2), zeros(4)), StringComparison.Ordinal);
    }

    private static TensorMap Values(Tensor logits, Tensor labels) => new() { { Fields.Logits, logits }, { Fields.Labels, labels } };
}
