// A tokenizer of UTF-16 units that breaks its contract in one way, or in none.
namespace PluginHost.Tests.Conformance;

internal sealed class TokenizerFault(string fault) : Tokenizer
{
    public static readonly (string Fault, string Check, string Says)[] All =
    [
        ("lower-case", "any text comes back", "The text \"The quick brown fox.\" should come back from its 20 ids, and came as \"the quick brown fox.\""),
        ("range", "every id is in the vocabulary", "since VocabularySize is 100"),
        ("special", "special ids are no text", "Encode() should give no special ids, and gives \"eos\""),
        ("frame", "a frame holds the ids that it was given", "should hold the ids of each text in a row"),
        ("unsaved", "what is saved is read back", "Save() should write tokenizer.json, and wrote: other.json"),
    ];

    private const long End = 0x10000;

    public override int VocabularySize => fault == "range" ? 100 : (int)End + 1;

    public override IReadOnlyDictionary<string, long> SpecialIds { get; } = new Dictionary<string, long> { ["eos"] = End };

    public override long[] Encode(string text)
    {
        var ids = (fault == "lower-case" ? text.ToLowerInvariant() : text).Select(unit => (long)unit);
        return fault == "special" ? [.. ids, End] : [.. ids];
    }

    public override string Decode(ReadOnlySpan<long> ids) => string.Concat(ids.ToArray().Where(id => id < End).Select(id => (char)id));

    public override (long[] Ids, long[] TokenTypes) Frame(long[] first, long[]? second = null)
    {
        var (ids, types) = base.Frame(first, second);
        return fault == "frame" ? ([.. ids.Reverse()], types) : (ids, types);
    }

    public override void Save(string directory) => File.WriteAllText(Path.Join(directory, fault == "unsaved" ? "other.json" : "tokenizer.json"), "{}");
}
