// What a transform is held to.
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>The contract of <see cref="Transform"/>, on rows that have text, ids, an image and a class.</summary>
internal static class TransformChecks
{
    public static readonly (string, Func<Subject, string?>)[] All =
    [
        ("a row depends on the row and the draws alone", Pure),
        ("it leaves the row that it was given alone", LeavesAlone),
        ("evaluation draws nothing", Evaluation),
        ("the dataset that it makes is one", Whole),
        ("it gives a batch with every row", Batches),
    ];

    private static string? Pure(Subject subject)
    {
        var (transform, other) = (Made(subject), Made(subject));
        for (long i = 0; i < Rows(transform).Count; i++)
        {
            var row = Rows(transform).Read(i);
            var text = RowText.Of(transform.Apply(row, new RandomSource(1, i), training: true));
            Expect.That(RowText.Of(transform.Apply(row, new RandomSource(1, i), training: true)) == text, $"Row {i} should become the same with the same draws, and becomes another the second time: draw from the RandomSource that is given, and keep nothing between rows.");
            Expect.That(RowText.Of(other.Apply(row, new RandomSource(1, i), training: true)) == text, $"Row {i} should become the same in another instance with the same draws, and does not.");
        }

        return null;
    }

    private static string? LeavesAlone(Subject subject)
    {
        var transform = Made(subject);
        var row = Rows(transform).Read(0);
        var before = RowText.Of(row);
        transform.Apply(row, new RandomSource(1), training: true);
        Expect.That(RowText.Of(row) == before, "The row that it was given should be as it was, since other transforms and epochs read it too, and is changed: return row.With(…).");
        return null;
    }

    private static string? Evaluation(Subject subject)
    {
        var transform = Made(subject);
        var row = Rows(transform).Read(0);
        Expect.That(RowText.Of(transform.Apply(row, new RandomSource(1), training: false)) == RowText.Of(transform.Apply(row, new RandomSource(2), training: false)),
            "A row that is not trained on should not depend on draws, and does.");
        return null;
    }

    private static string? Whole(Subject subject)
    {
        var transform = Made(subject);
        var dataset = Rows(transform);
        Expect.That(dataset.Count > 0, $"A dataset of {new SampleRows().Count} rows should keep some, and keeps {dataset.Count}.");
        for (long i = dataset.Count - 1; i >= 0; i--)
            Expect.That(RowText.Of(dataset.Read(i)) == RowText.Of(Rows(transform).Read(i)), $"Row {i} of the dataset that it makes should be the same each time, and is not.");
        return null;
    }

    private static string? Batches(Subject subject)
    {
        const int rows = 4;
        var transform = Made(subject);
        foreach (var training in new[] { true, false })
        {
            var examples = Enumerable.Range(0, rows).Select(i => transform.Apply(Rows(transform).Read(i), new RandomSource(1, i), training)).ToList();
            var gathered = transform.Gather(examples) ?? Collate.Pad(examples);
            Expect.That(gathered.Names.Count > 0, "A batch should hold at least one tensor, and holds none.");
            torch.manual_seed(5);
            var batch = transform.Apply(gathered, training);
            torch.manual_seed(5);
            var again = transform.Apply(gathered, training);
            foreach (var (name, tensor) in batch)
            {
                Expect.Finite(tensor, $"\"{name}\"");
                Expect.That(tensor.dim() > 0 && tensor.size(0) % rows == 0, $"\"{name}\" of a batch of {rows} rows should have as many in its first dimension, or a multiple, and is {Expect.Shape(tensor)}.");
                Expect.Same(again[name], tensor, $"\"{name}\" of one batch, made twice from the same state of torch's generator,");
            }
        }

        return null;
    }

    private static Transform Made(Subject subject) => subject.Make<Transform>(subject.Data());

    private static Dataset Rows(Transform transform) => transform.Apply(new SampleRows());
}
