// What a dataset is held to.
using PluginHost.Engine;
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>The contract of <see cref="Dataset"/> and <see cref="DatasetSplits"/>.</summary>
internal static class DatasetChecks
{
    private const int Most = 500;

    public static readonly (string, Func<Subject, string?>)[] All =
    [
        ("every row from 0 to Count - 1 can be read, and no other", Length),
        ("its rows have one form", Form),
        ("made again it is the same", Determinism),
        ("a row depends on its index alone", Pure),
        ("it goes on from any position", Position),
        ("no row is in two splits", Leak),
    ];

    private static string? Length(Subject subject)
    {
        foreach (var (name, split) in Splits(Made(subject)))
        {
            Expect.That(split.Count > 0, $"The {name} split should have rows, and has {split.Count}.");
            split.Read(0);
            split.Read(split.Count - 1);
            foreach (var outside in new[] { -1, split.Count })
            {
                Example? row = null;
                try
                {
                    row = split.Read(outside);
                }
                catch (Exception fault) when (fault is ArgumentException or IndexOutOfRangeException or PluginHostException)
                {
                    // What is wanted: there is no such row.
                }

                Expect.That(row is null, $"Row {outside} of the {name} split should be refused with an ArgumentOutOfRangeException, since Count is {split.Count}, and a row came.");
            }
        }

        return string.Join(", ", Splits(Made(subject)).Select(split => $"{split.Split.Count} rows in {split.Name}")) + ".";
    }

    private static string? Form(Subject subject)
    {
        foreach (var (name, split) in Splits(Made(subject)))
        {
            var names = split.Read(0).Names.Order(StringComparer.Ordinal).ToList();
            Expect.That(names.Count > 0, $"A row of the {name} split should hold something, and holds nothing.");
            foreach (var (index, row) in Sampled(split))
            {
                Expect.That(row.Names.Order(StringComparer.Ordinal).SequenceEqual(names), $"Row {index} of the {name} split should hold {string.Join(", ", names)} like row 0, and holds {string.Join(", ", row.Names)}.");
                RowText.Of(row);
            }

            if (split.Facts.TryGetValue("labels", out var labels) && names.Contains(Fields.Labels))
            {
                var classes = labels.Split('\n').Length;
                foreach (var (index, row) in Sampled(split))
                    Expect.That(row[Fields.Labels] is not long label || label == -100 || (label >= 0 && label < classes), $"The label of row {index} should be from 0 to {classes - 1}, since Facts names {classes} classes, and is {row[Fields.Labels]}.");
            }

            Expect.That(split.Fingerprint.Length > 0 && split.Fingerprint.All(char.IsAsciiHexDigitLower), $"Fingerprint should be a hash in lower-case hexadecimal, and is \"{split.Fingerprint}\".");
        }

        return null;
    }

    private static string? Determinism(Subject subject)
    {
        foreach (var ((name, one), (_, other)) in Splits(Made(subject)).Zip(Splits(Made(subject))))
        {
            Expect.That(one.Count == other.Count, $"The {name} split should have as many rows each time it is made, and has {one.Count} and {other.Count}.");
            Expect.That(one.Fingerprint == other.Fingerprint, $"The fingerprint of the {name} split should be the same each time it is made, and is {one.Fingerprint} and {other.Fingerprint}.");
            foreach (var (index, row) in Sampled(one))
                Expect.That(RowText.Of(row) == RowText.Of(other.Read(index)), $"Row {index} of the {name} split should be the same each time the dataset is made, and is not.");
        }

        return null;
    }

    private static string? Pure(Subject subject)
    {
        foreach (var (name, split) in Splits(Made(subject)))
        {
            var rows = Sampled(split).ToDictionary(pair => pair.Index, pair => RowText.Of(pair.Row));
            foreach (var (index, text) in rows.Reverse())
                Expect.That(RowText.Of(split.Read(index)) == text, $"Row {index} of the {name} split should be the same whatever was read before it, and is not.");
            var wrong = rows.AsParallel().WithDegreeOfParallelism(4).FirstOrDefault(pair => RowText.Of(split.Read(pair.Key)) != pair.Value);
            Expect.That(wrong.Value is null, $"Row {wrong.Key} of the {name} split should be the same when several threads read at once, and is not.");
        }

        return null;
    }

    private static string? Position(Subject subject)
    {
        const int rows = 4;
        BatchSource Source() => new(Made(subject).Train, [new Ids()], seed: 3, padId: 0, training: true);
        var source = Source();
        for (var step = 0; step < 5; step++)
        {
            // A resumed run makes the dataset anew and knows nothing but the position.
            var (expected, came) = (source.Shuffled(step * rows, rows, torch.CPU), Source().Shuffled(step * rows, rows, torch.CPU));
            foreach (var (name, tensor) in expected) Expect.Same(came[name], tensor, $"\"{name}\" of batch {step} in a run that went on and in one that was resumed there");
        }

        return null;
    }

    private static string? Leak(Subject subject)
    {
        var splits = Splits(Made(subject)).ToList();
        Expect.Applies(splits.Count > 1, "It has one split only.");
        var seen = new Dictionary<string, (string Split, long Index)>(StringComparer.Ordinal);
        foreach (var (name, split) in splits)
            foreach (var (index, row) in Sampled(split))
            {
                var text = RowText.Of(row);
                if (seen.TryGetValue(text, out var other) && other.Split != name)
                    throw new ViolationException($"No row should be in two splits, and row {index} of {name} is row {other.Index} of {other.Split} too: what is measured would have been trained on.");
                seen.TryAdd(text, (name, index));
            }

        return null;
    }

    private static DatasetSplits Made(Subject subject) => subject.Make<DatasetSplits>(subject.Data());

    private static IEnumerable<(string Name, Dataset Split)> Splits(DatasetSplits splits)
    {
        yield return ("train", splits.Train);
        if (splits.Validation is not null) yield return ("validation", splits.Validation);
        if (splits.Test is not null) yield return ("test", splits.Test);
    }

    // All rows of a small split, some hundreds of a large one, spread over it.
    private static IEnumerable<(long Index, Example Row)> Sampled(Dataset dataset)
    {
        var count = Math.Min(dataset.Count, Most);
        for (long i = 0; i < count; i++)
        {
            var index = count == dataset.Count ? i : i * (dataset.Count - 1) / (count - 1);
            yield return (index, dataset.Read(index));
        }
    }

    /// <summary>Text becomes ids, since a batch holds no text.</summary>
    private sealed class Ids : Transform
    {
        public override Example Apply(Example example, RandomSource random, bool training)
        {
            foreach (var name in example.Names.Where(name => example[name] is string).ToList())
                example = example.Without(name).With($"{name}_{Fields.InputIds}", SampleTokenizer.Instance.Encode(example.Get<string>(name)));
            return example;
        }
    }
}
