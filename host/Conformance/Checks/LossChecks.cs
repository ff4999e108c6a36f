// What a loss is held to.
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>The contract of <see cref="Loss"/>.</summary>
internal static class LossChecks
{
    private const double Step = 1e-6;
    private const double GradientTolerance = 1e-5;

    public static readonly (string, Func<Subject, string?>)[] All =
    [
        ("it is a finite scalar, the same each time", Scalar),
        ("its gradient is that of finite differences, in float64", Gradcheck),
        ("it is the mean over what it weighs", Reduction),
        ("labels of -100 do not count", Ignored),
        ("no label that counts gives no NaN", AllIgnored),
        ("a batch without rows gives no NaN", Empty),
        ("it works in bfloat16", BFloat16),
    ];

    private static string? Scalar(Subject subject)
    {
        var (loss, values) = Made(subject);
        var value = loss.Compute(values);
        Expect.That(value.dim() == 0, $"It should be a scalar, and is {Expect.Shape(value)}.");
        Expect.Finite(value, "The loss");
        Expect.Same(loss.Compute(values), value, "The losses of the same values");
        Expect.Same(subject.Make<Loss>().Compute(values), value, "The losses that two instances compute of the same values");
        if (loss.Weigh(values) is { } weight) Expect.That(weight.dim() == 0 && weight.ToDouble() > 0, $"Weigh() should give a scalar above 0 for rows that count, and gives {Expect.Shape(weight)}{(weight.dim() == 0 ? $" {weight.ToDouble()}" : "")}.");
        return null;
    }

    private static string? Gradcheck(Subject subject)
    {
        var (loss, given) = Made(subject);
        var values = SampleValues.To(given, torch.float64);
        var inputs = values.Where(pair => pair.Key != Fields.Labels && pair.Value.is_floating_point()).ToList();
        foreach (var (name, tensor) in inputs) values[name] = tensor.detach().clone().requires_grad_(true);
        loss.Compute(values).backward();
        var differentiated = inputs.Select(pair => pair.Key).Where(name => values[name].grad is not null).ToList();
        Expect.That(differentiated.Count > 0, $"A gradient should reach at least one of {string.Join(", ", inputs.Select(pair => pair.Key))}, and reaches none.");
        using var frozen = torch.no_grad();
        foreach (var name in differentiated)
        {
            var (tensor, gradient) = (values[name], values[name].grad!.contiguous().view(-1).ToArray<double>());
            var flat = tensor.detach().contiguous().view(-1);
            for (var i = 0; i < gradient.Length; i++)
            {
                var difference = (At(i, Step) - At(i, -Step)) / (2 * Step);
                Expect.That(Math.Abs(difference - gradient[i]) <= GradientTolerance * Math.Max(1, Math.Abs(difference)),
                    $"The gradient of \"{name}\" at {i} should be {difference:g6}, as finite differences give it in float64, and backward gives {gradient[i]:g6}.");
            }

            double At(int index, double by)
            {
                var moved = flat.clone();
                moved[index] = moved[index] + by;
                return loss.Compute(new TensorMap(values) { [name] = moved.view(tensor.shape) }).ToDouble();
            }
        }

        return $"With respect to {string.Join(", ", differentiated)}.";
    }

    private static string? Reduction(Subject subject)
    {
        var (loss, values) = Made(subject);
        values = SampleValues.To(values, torch.float64);
        Expect.Applies(loss.Weigh(values) is not null, "Weigh() gives null: every batch counts alike.");
        var rows = values.Max(pair => pair.Value.dim() == 0 ? 0 : pair.Value.size(0));
        var cut = rows / 2 - 1;
        var (first, second) = (SampleBatches.Some(values, 0, cut), SampleBatches.Some(values, cut, rows - cut));
        var (weight, one, other) = (Weight(values), Weight(first), Weight(second));
        Expect.That(Math.Abs(weight - one - other) < 1e-9, $"The weights of a batch's parts should add up to {weight:g6}, and {one:g6} and {other:g6} do not.");
        var (came, expected) = (loss.Compute(values).ToDouble(), (loss.Compute(first).ToDouble() * one + loss.Compute(second).ToDouble() * other) / weight);
        Expect.That(Math.Abs(came - expected) <= 1e-9 * Math.Max(1, Math.Abs(expected)),
            $"The loss of {rows} rows should be the mean of its parts' by Weigh(), {expected:g8}, and is {came:g8}: micro-batches and ranks would not give the gradient of the whole batch.");
        return null;

        double Weight(TensorMap part) => loss.Weigh(part)!.ToDouble();
    }

    private static string? Ignored(Subject subject)
    {
        var (loss, values) = Labelled(subject);
        values = SampleValues.To(values, torch.float64);
        var expected = loss.Compute(SampleBatches.Some(values, 3, SampleValues.Rows));
        var ignored = SampleValues.Ignore(values, 0, 3);
        Expect.Close(loss.Compute(ignored), expected, 1e-9, "The loss with three rows whose label is -100 and without these rows");
        if (loss.Weigh(ignored) is { } weight)
            Expect.That(weight.ToDouble() < loss.Weigh(values)!.ToDouble(), $"Weigh() should leave out labels of -100, and gives {weight.ToDouble()} with three of them and {loss.Weigh(values)!.ToDouble()} with none.");
        return null;
    }

    private static string? AllIgnored(Subject subject)
    {
        var (loss, values) = Labelled(subject);
        var ignored = SampleValues.Ignore(values, 0, values[Fields.Labels].size(0));
        return Harmless(loss, ignored, "The loss of a batch in which every label is -100");
    }

    private static string? Empty(Subject subject)
    {
        var (loss, values) = Made(subject);
        return Harmless(loss, SampleBatches.Some(values, 0, 0), "The loss of a batch without rows");
    }

    // 0 with a gradient of 0, or a sentence; a NaN stays one even when it is weighted with 0.
    private static string? Harmless(Loss loss, TensorMap values, string what)
    {
        var inputs = values.Where(pair => pair.Key != Fields.Labels && pair.Value.is_floating_point()).ToList();
        foreach (var (name, tensor) in inputs) values[name] = tensor.detach().clone().requires_grad_(true);
        torch.Tensor value;
        try
        {
            value = loss.Compute(values);
        }
        catch (PluginHostException refusal)
        {
            return $"It is refused: {refusal.Message}";
        }

        Expect.Finite(value, what);
        if (value.requires_grad) value.backward();
        foreach (var (name, _) in inputs)
            if (values[name].grad is { } gradient) Expect.Finite(gradient, $"{what} has a gradient of \"{name}\" that");
        return null;
    }

    private static string? BFloat16(Subject subject)
    {
        var (loss, values) = Made(subject);
        var narrow = SampleValues.To(values, torch.ScalarType.BFloat16);
        foreach (var (name, tensor) in narrow.ToList())
            if (tensor.is_floating_point() && name != Fields.Labels) narrow[name] = tensor.detach().requires_grad_(true);
        var value = loss.Compute(narrow);
        Expect.Close(value.to(torch.float32), loss.Compute(values).to(torch.float32), 0.05, "The losses in bfloat16 and in float32");
        value.backward();
        return null;
    }

    private static (Loss Loss, TensorMap Values) Labelled(Subject subject)
    {
        var (loss, values) = Made(subject);
        Expect.Applies(values.Find(Fields.Labels) is { } labels && labels.dtype == torch.int64, $"It reads no class numbers as \"{Fields.Labels}\".");
        return (loss, values);
    }

    private static (Loss Loss, TensorMap Values) Made(Subject subject)
    {
        var loss = subject.Make<Loss>();
        Expect.That(loss.Reads.Count > 0, "Reads should name the tensors that it reads, and is empty.");
        return (loss, SampleValues.For(loss.Reads, subject.Inputs, values => loss.Compute(values)));
    }
}
