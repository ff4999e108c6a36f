// The dataset "text": files -> one stream of tokens -> rows of equal length.
namespace PluginHost.TextData;

/// <summary>Files as one long stream of tokens, cut into rows with <see cref="Fields.InputIds"/>.</summary>
internal static class Text
{
    private const int FewFiles = 10;

    /// <summary>Reads the files and makes the splits.</summary>
    public static DatasetSplits Read(TextOptions options, DataContext context)
    {
        const string owner = "dataset \"text\"";
        var tokenizer = context.RequireTokenizer(owner);
        var files = FileSet.Find(options.Files, options.Exclude, context, owner);
        var encoded = files.Select(file => (File: file, Ids: TextStream.Encode(file, tokenizer, owner))).Where(file => file.Ids.Length > 0).ToList();
        if (encoded.Count == 0)
            throw new RecipeException($"{owner}: {(files.Count == 1 ? $"{files[0].Path} is empty" : $"all {files.Count} files are empty")}, so there is nothing to train on.");

        var (train, validation) = Split(encoded, options, owner);
        var trained = Rows(train, "training", options.Stride ?? options.Window, options, owner);
        return new DatasetSplits(trained, options.ValidationFraction == 0 ? null : Rows(validation, "validation", options.Window, options, owner));
    }

    private static (int[] Train, int[] Validation) Split(List<(SourceFile File, int[] Ids)> files, TextOptions options, string owner)
    {
        var all = new TextStream();
        var byFile = options.HoldOut == HoldOut.Files || (options.HoldOut == HoldOut.Auto && files.Count >= FewFiles);
        if (options.ValidationFraction == 0 || !byFile)
        {
            foreach (var (_, ids) in files) all.Append(ids);
            var stream = all.ToArray(owner);
            var held = (int)(stream.Length * options.ValidationFraction);
            return (stream[..^held], stream[^held..]);
        }

        if (files.Count < 2)
            throw new RecipeException($"{owner}: HoldOut is Files, and there is only one file that is not empty: {files[0].File.Path}. Name more files, or hold out its tail.");
        var chosen = Choose(files, options.ValidationFraction);
        var validation = new TextStream();
        foreach (var (file, ids) in files) (chosen.Contains(file) ? validation : all).Append(ids);
        return (all.ToArray(owner), validation.ToArray(owner));
    }

    // Files in the order of their lots, as long as they fit in the share; at least one, so that there is a split at all.
    private static HashSet<SourceFile> Choose(List<(SourceFile File, int[] Ids)> files, double fraction)
    {
        var room = (long)(files.Sum(file => (long)file.Ids.Length) * fraction);
        var chosen = new HashSet<SourceFile>();
        foreach (var (file, ids) in files.OrderBy(file => file.File.Lot))
        {
            if (ids.Length > room || chosen.Count == files.Count - 1) continue;
            room -= ids.Length;
            chosen.Add(file);
        }

        if (chosen.Count == 0) chosen.Add(files.MinBy(file => file.Ids.Length).File);
        return chosen;
    }

    private static RowDataset Rows(int[] ids, string split, int stride, TextOptions options, string owner)
    {
        var width = options.Window + (options.NextToken ? 1 : 0);
        if (ids.Length < width)
            throw new RecipeException($"{owner}: the {split} split has {ids.Length:N0} token{(ids.Length == 1 ? "" : "s")}, and one row needs {width:N0}"
                + (options.NextToken ? $" (Window {options.Window:N0} and the token after it). " : ". ")
                + (split == "training" ? "Give more text, or make Window smaller."
                    : "Give more text, make Window smaller, make ValidationFraction larger, or set it to 0 for no validation split."));
        using var fingerprint = new Fingerprints();
        return new RowDataset(
            (ids.Length - width) / stride + 1,
            index => new Example { [Fields.InputIds] = Array.ConvertAll(ids[(int)(index * stride)..(int)(index * stride + width)], id => (long)id) },
            fingerprint.Add($"text {width} {stride}").Add(ids).Finish());
    }
}
