// Rows from files of JSON lines.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MyNamePlugin;

/// <summary>One JSON object a line: a text and the name of its class. Classes are numbered by the alphabet of the training file's.</summary>
public sealed class MyNameDataset : Dataset
{
    private const string Owner = "dataset \"my-name\"";

    private readonly IReadOnlyList<(string Text, long Label)> _rows;

    private MyNameDataset(IReadOnlyList<(string Text, string Label)> lines, IReadOnlyList<string> classes, string path)
    {
        var ids = classes.Index().ToDictionary(pair => pair.Item, pair => (long)pair.Index, StringComparer.Ordinal);
        _rows = [.. lines.Select(line => (line.Text, ids.TryGetValue(line.Label, out var id) ? id
            : throw new RecipeException($"{Owner}: {path} has the label \"{line.Label}\", which the training file does not have; it has: {string.Join(", ", classes)}.")))];
        Facts = new Dictionary<string, string> { ["labels"] = string.Join('\n', classes) };
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    public override long Count => _rows.Count;

    public override string Fingerprint { get; }

    public override IReadOnlyDictionary<string, string> Facts { get; }

    /// <summary>Reads the files.</summary>
    public static DatasetSplits Read(MyNameOptions options, DataContext context)
    {
        var train = Lines(options.Train);
        var classes = train.Select(line => line.Label).Distinct().Order(StringComparer.Ordinal).ToList();
        return new DatasetSplits(
            new MyNameDataset(train, classes, options.Train),
            options.Validation is { } validation ? new MyNameDataset(Lines(validation), classes, validation) : null);

        List<(string Text, string Label)> Lines(string path)
        {
            var file = context.ResolvePath(path);
            if (!File.Exists(file)) throw new RecipeException($"{Owner}: there is no file {file}.");
            var lines = File.ReadLines(file).Index().Where(line => !string.IsNullOrWhiteSpace(line.Item)).Select(line => Parse(line.Item, $"line {line.Index + 1} of {file}")).ToList();
            return lines.Count > 0 ? lines : throw new RecipeException($"{Owner}: {file} has no rows.");
        }

        (string Text, string Label) Parse(string line, string where)
        {
            try
            {
                if (JsonNode.Parse(line) is JsonObject row && row[options.Text] is JsonValue text && row[options.Label] is JsonValue label) return (text.ToString(), label.ToString());
            }
            catch (JsonException fault)
            {
                throw new RecipeException($"{Owner}: {where} is no JSON: {fault.Message}");
            }

            throw new RecipeException($"{Owner}: {where} should be an object with \"{options.Text}\" and \"{options.Label}\".");
        }
    }

    // A pure function of the index: the order, the position and a resume are the engine's business.
    public override Example Read(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var (text, label) = _rows[(int)index];
        return new Example { ["text"] = text, [Fields.Labels] = label };
    }
}
