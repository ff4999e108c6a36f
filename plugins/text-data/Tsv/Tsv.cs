// The dataset "tsv": one row a line, columns separated by tabs.
using System.Globalization;

namespace PluginHost.TextData;

/// <summary>One row a line, columns separated by tabs; no quoting, as the ecosystem's .tsv files are written.</summary>
internal static class Tsv
{
    /// <summary>The name of a row's text.</summary>
    public const string TextName = "text";

    /// <summary>The name of a row's second text.</summary>
    public const string PairName = "text_pair";

    private const string Owner = "dataset \"tsv\"";

    /// <summary>Reads the files.</summary>
    public static DatasetSplits Read(TsvOptions options, DataContext context)
    {
        var train = TsvFile.Read(options.Train, options, context, Owner);
        var labels = options.Label is not { } column ? null : options.Labels.Count > 0 ? options.Labels : Classes(train, column);
        return new DatasetSplits(Rows(train, options, labels), Split(options.Validation), Split(options.Test));

        RowDataset? Split(string? path) => path is null ? null : Rows(TsvFile.Read(path, options, context, Owner), options, labels);
    }

    private static IReadOnlyList<string> Classes(TsvFile file, int column)
    {
        // As numbers 2 comes before 10; as words it would not.
        var names = file.Rows.Select(row => row.Columns[column]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return names.TrueForAll(name => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            ? [.. names.OrderBy(name => long.Parse(name, CultureInfo.InvariantCulture))]
            : names;
    }

    private static RowDataset Rows(TsvFile file, TsvOptions options, IReadOnlyList<string>? labels)
    {
        var ids = labels?.Index().ToDictionary(pair => pair.Item, pair => (long)pair.Index, StringComparer.Ordinal);
        var classes = ids is null ? null : file.Rows.Select(row => ids.TryGetValue(row.Columns[options.Label!.Value], out var id) ? id : throw new RecipeException(
            $"{Owner}: line {row.Line} of {file.Path} has the label \"{row.Columns[options.Label.Value]}\", which is none of: {string.Join(", ", labels!)}.")).ToArray();
        using var fingerprint = new Fingerprints();
        foreach (var name in labels ?? []) fingerprint.Add(name);
        foreach (var row in file.Rows)
        {
            fingerprint.Add(row.Columns[options.Text]);
            if (options.Pair is { } pair) fingerprint.Add(row.Columns[pair]);
            if (options.Label is { } label) fingerprint.Add(row.Columns[label]);
        }

        return new RowDataset(file.Rows.Count, Row, fingerprint.Finish(), labels);

        Example Row(long index)
        {
            var example = new Example { [TextName] = file.Rows[(int)index].Columns[options.Text] };
            if (options.Pair is { } pair) example[PairName] = file.Rows[(int)index].Columns[pair];
            if (classes is not null) example[Fields.Labels] = classes[index];
            return example;
        }
    }
}
