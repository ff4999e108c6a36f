// A file of lines whose columns are separated by tabs.
namespace PluginHost.TextData;

/// <summary>A file of lines whose columns are separated by tabs.</summary>
/// <param name="Path">Its name for errors.</param>
/// <param name="Rows">The number of each line that is not empty, from 1, and its columns.</param>
internal sealed record TsvFile(string Path, IReadOnlyList<(int Line, string[] Columns)> Rows)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="RecipeException">There is no such file, it has no rows, or a line has too few columns.</exception>
    public static TsvFile Read(string path, TsvOptions options, BuildContext context, string owner)
    {
        var file = FileSet.Find([path], [], context, owner) is [var only]
            ? only
            : throw new RecipeException($"{owner}: \"{path}\" means several files, and a split is one file.");
        var width = Math.Max(options.Text, Math.Max(options.Pair ?? 0, options.Label ?? 0)) + 1;
        var rows = new List<(int, string[])>();
        using var reader = new StringReader(file.Read(owner));
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0 || (number == 1 && options.Header)) continue;
            var columns = line.Split('\t');
            if (columns.Length < width)
                throw new RecipeException($"{owner}: line {number} of {file.Path} has {columns.Length} column{(columns.Length == 1 ? "" : "s")} separated by tabs, "
                    + $"and {width} are needed: \"{(line.Length <= 60 ? line : line[..60] + "…")}\".");
            rows.Add((number, columns));
        }

        return rows.Count > 0 ? new TsvFile(file.Path, rows) : throw new RecipeException($"{owner}: {file.Path} has no rows.");
    }
}
