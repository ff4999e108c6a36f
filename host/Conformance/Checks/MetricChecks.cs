// What a metric is held to.
using PluginHost.Engine;
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>The contract of <see cref="Metric"/>.</summary>
internal static class MetricChecks
{
    private const double Rounding = 1e-9;

    public static readonly (string, Func<Subject, string?>)[] All =
    [
        ("it gives finite figures with names", Figures),
        ("Reset forgets", Reset),
        ("what two ranks gathered adds up", Merge),
        ("its state is read back", RoundTrip),
        ("labels of -100 do not count", Ignored),
        ("nothing gathered is no fault", Empty),
    ];

    private static string? Figures(Subject subject)
    {
        var (metric, values) = Made(subject);
        metric.Update(values);
        var figures = metric.Compute();
        Expect.That(figures.Count > 0, "Compute() should give at least one figure, and gives none.");
        foreach (var (name, value) in figures)
            Expect.That(name.Length > 0 && double.IsFinite(value), $"The figure \"{name}\" should be a finite number, and is {value}.");
        return $"{string.Join(", ", figures.Keys)}.";
    }

    private static string? Reset(Subject subject)
    {
        var (metric, values) = Made(subject);
        metric.Update(Part(values, 0));
        metric.Reset();
        metric.Update(Part(values, 1));
        Same(metric, Gathered(subject, Part(values, 1)), "The figures after Reset() and those of a new metric");
        return null;
    }

    private static string? Merge(Subject subject)
    {
        var (_, values) = Made(subject);
        var (whole, one, other) = (Gathered(subject, Part(values, 0), Part(values, 1)), Gathered(subject, Part(values, 0)), Gathered(subject, Part(values, 1)));
        var sum = subject.Make<Metric>();
        MetricSums.Load(sum, [MetricSums.Text(one), MetricSums.Text(other)]);
        Same(sum, whole, "The figures of what two ranks gathered, added up, and those of one that gathered all");
        return null;
    }

    private static string? RoundTrip(Subject subject)
    {
        var (metric, values) = Made(subject);
        metric.Update(values);
        var state = new StateWriter();
        metric.Save(state);
        var other = subject.Make<Metric>();
        // Copies, as a checkpoint's are.
        other.Load(new StateReader(state.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.clone()), state.Values.DeepClone().AsObject()));
        Same(other, metric, "The figures before and after the state was saved and loaded");
        other.Update(values);
        metric.Update(values);
        Same(other, metric, "The figures of a metric that went on from its saved state and of one that was not interrupted");
        return null;
    }

    private static string? Ignored(Subject subject)
    {
        var (metric, values) = Made(subject);
        Expect.Applies(values.Find(Fields.Labels) is { } labels && labels.dtype == torch.int64, $"It reads no class numbers as \"{Fields.Labels}\".");
        metric.Update(SampleValues.Ignore(values, 0, 3));
        Same(metric, Gathered(subject, SampleBatches.Some(values, 3, SampleValues.Rows)), "The figures with three rows whose label is -100 and without these rows");
        return null;
    }

    private static string? Empty(Subject subject)
    {
        var (metric, _) = Made(subject);
        try
        {
            var figures = metric.Compute();
            return figures.Count == 0 ? null : $"It gives {string.Join(", ", figures.Select(pair => $"{pair.Key} = {pair.Value}"))}.";
        }
        catch (PluginHostException refusal)
        {
            return $"It is refused: {refusal.Message}";
        }
    }

    private static Metric Gathered(Subject subject, params TensorMap[] batches)
    {
        var metric = subject.Make<Metric>();
        foreach (var batch in batches)
        {
            // As in the engine: what a batch made is gone after it, so a metric keeps numbers and no tensors of the batch's.
            using var scope = torch.NewDisposeScope();
            metric.Update(batch);
        }

        return metric;
    }

    private static TensorMap Part(TensorMap values, int part) => SampleBatches.Some(values, part == 0 ? 0 : 3, part == 0 ? 3 : SampleValues.Rows);

    private static void Same(Metric came, Metric expected, string what)
    {
        var (figures, wanted) = (came.Compute(), expected.Compute());
        foreach (var (name, value) in wanted)
        {
            Expect.That(figures.TryGetValue(name, out var other), $"{what} should have the same names, and \"{name}\" is missing.");
            Expect.That(Math.Abs(other - value) <= Rounding * Math.Max(1, Math.Abs(value)) || (double.IsNaN(other) && double.IsNaN(value)),
                $"{what} should be the same, and \"{name}\" is {other:g8} where {value:g8} is right.");
        }
    }

    private static (Metric Metric, TensorMap Values) Made(Subject subject)
    {
        var metric = subject.Make<Metric>();
        Expect.That(metric.Reads.Count > 0, "Reads should name the tensors that it reads, and is empty.");
        using var frozen = torch.no_grad();
        return (metric, SampleValues.For(metric.Reads, subject.Inputs, values => subject.Make<Metric>().Update(values)));
    }
}
