// The dataset "snippets": pieces of files, labelled with the kind of file that they are from.
namespace PluginHost.TextData;

/// <summary>Pieces of files as rows with <see cref="Fields.InputIds"/> and <see cref="Fields.Labels"/>.</summary>
internal static class Snippets
{
    private const string Owner = "dataset \"snippets\"";

    /// <summary>Reads the files and makes the splits.</summary>
    public static DatasetSplits Read(SnippetsOptions options, DataContext context)
    {
        var tokenizer = context.RequireTokenizer(Owner);
        var classes = options.Labels.Select(label => (Name: label.Key, Files: new List<SourceFile>(), IsMatch: Matcher(label.Value))).ToList();
        foreach (var file in FileSet.Find(options.Files, options.Exclude, context, Owner))
            classes.FirstOrDefault(label => label.IsMatch(file)).Files?.Add(file);

        var names = classes.Select(label => label.Name).ToList();
        var train = new List<List<int[]>>();
        var validation = new List<List<int[]>>();
        foreach (var (name, files, _) in classes)
        {
            var cut = files.Select(file => (File: file, Pieces: Cut(TextStream.Encode(file, tokenizer, Owner), options)))
                .Where(file => file.Pieces.Count > 0).OrderBy(file => file.File.Lot).ToList();
            if (cut.Count < 2)
                throw new RecipeException($"{Owner}: the class \"{name}\" ({string.Join(", ", options.Labels[name])}) has {Count(cut.Count, "file")} of at least {options.Length} tokens "
                    + $"among {Count(files.Count, "file")}, and it needs two, one for each split. Name more files in Files, or make Length smaller.");
            var held = Math.Clamp((int)Math.Round(cut.Count * options.HeldOut), 1, cut.Count - 1);
            validation.Add([.. cut.Take(held).SelectMany(file => file.Pieces)]);
            train.Add([.. cut.Skip(held).SelectMany(file => file.Pieces)]);
        }

        return new DatasetSplits(Rows(train, names, options), Rows(validation, names, options));
    }

    private static Func<SourceFile, bool> Matcher(IReadOnlyList<string> patterns)
    {
        var globs = patterns.Select(pattern => (Whole: pattern.Contains('/'), Glob: new Glob(pattern))).ToList();
        return file => globs.Any(pattern => pattern.Glob.IsMatch(pattern.Whole ? file.Path : Path.GetFileName(file.Path)));
    }

    private static List<int[]> Cut(int[] ids, SnippetsOptions options)
    {
        var count = Math.Min(options.PerFile, ids.Length / options.Length);
        var slack = ids.Length - options.Length;
        return [.. Enumerable.Range(0, count).Select(i => (int)(count == 1 ? 0 : (long)i * slack / (count - 1))).Select(start => ids[start..(start + options.Length)])];
    }

    private static RowDataset Rows(List<List<int[]>> classes, List<string> names, SnippetsOptions options)
    {
        var most = options.Balance is { } ratio ? (int)Math.Min(int.MaxValue, classes.Min(pieces => pieces.Count) * ratio) : int.MaxValue;
        var rows = new List<(int[] Ids, long Label)>();
        for (var label = 0; label < classes.Count; label++)
        {
            // A fixed permutation, so that what is left of a large class comes from all of its files.
            var order = new Permutation(classes[label].Count, label);
            for (var i = 0; i < Math.Min(most, classes[label].Count); i++) rows.Add((classes[label][(int)order[i]], label));
        }

        using var fingerprint = new Fingerprints();
        foreach (var (ids, label) in rows) fingerprint.Add(names[(int)label]).Add(ids);
        return new RowDataset(
            rows.Count,
            index => new Example { [Fields.InputIds] = Array.ConvertAll(rows[(int)index].Ids, id => (long)id), [Fields.Labels] = rows[(int)index].Label },
            fingerprint.Finish(),
            names);
    }

    private static string Count(int count, string what) => count == 1 ? $"one {what}" : $"{(count == 0 ? "no" : count)} {what}s";
}
