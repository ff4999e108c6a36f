// Pieces of text, and bytes for everything else.
using System.Text;

namespace MyNamePlugin;

/// <summary>
/// Reads from left to right and takes the longest piece that fits, else a byte of UTF-8; so every text has ids and comes back. Ids: the 256
/// bytes, then the pieces, then padding.
/// </summary>
public sealed class MyNameTokenizer : Tokenizer
{
    private const int Bytes = 256;

    private readonly IReadOnlyList<string> _pieces;
    private readonly IReadOnlyList<(byte[] Text, long Id)> _longestFirst;

    public MyNameTokenizer(MyNameOptions options)
    {
        _pieces = options.Pieces;
        _longestFirst = [.. _pieces.Select((piece, index) => (Encoding.UTF8.GetBytes(piece), (long)Bytes + index)).OrderByDescending(piece => piece.Item1.Length)];
        SpecialIds = new Dictionary<string, long> { ["pad"] = Bytes + _pieces.Count };
    }

    public override int VocabularySize => Bytes + _pieces.Count + SpecialIds.Count;

    public override IReadOnlyDictionary<string, long> SpecialIds { get; }

    public override long[] Encode(string text)
    {
        var (bytes, ids) = (Encoding.UTF8.GetBytes(text), new List<long>());
        for (var at = 0; at < bytes.Length;)
        {
            var rest = bytes.AsSpan(at);
            (byte[] Text, long Id) taken = (bytes[at..(at + 1)], bytes[at]);
            foreach (var piece in _longestFirst)
            {
                if (!rest.StartsWith(piece.Text)) continue;
                taken = piece;
                break;
            }

            ids.Add(taken.Id);
            at += taken.Text.Length;
        }

        return [.. ids];
    }

    public override string Decode(ReadOnlySpan<long> ids)
    {
        var bytes = new List<byte>();
        foreach (var id in ids)
        {
            if (id is >= 0 and < Bytes) bytes.Add((byte)id);
            else if (id >= Bytes && id < Bytes + _pieces.Count) bytes.AddRange(Encoding.UTF8.GetBytes(_pieces[(int)id - Bytes]));
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    public override void Save(string directory)
    {
        JsonFiles.Write(Path.Join(directory, "tokenizer.json"), new JsonObject { ["pieces"] = new JsonArray([.. _pieces.Select(piece => (JsonNode?)piece)]) });
        JsonFiles.Write(Path.Join(directory, "tokenizer_config.json"), new JsonObject { ["tokenizer_class"] = "MyNameTokenizer" });
    }

    /// <summary>The options that <see cref="Save"/> wrote; the host puts the folder beside what <c>tokenizer_config.json</c> has.</summary>
    public static MyNameOptions ReadConfig(JsonObject config)
    {
        var file = Path.Join(config["directory"]!.GetValue<string>(), "tokenizer.json");
        return JsonFiles.Read(file)["pieces"] is JsonArray pieces
            ? new MyNameOptions { Pieces = [.. pieces.Select(piece => piece!.GetValue<string>())] }
            : throw new RecipeException($"{file} has no \"pieces\", so the tokenizer \"my-name\" did not write it.");
    }
}
