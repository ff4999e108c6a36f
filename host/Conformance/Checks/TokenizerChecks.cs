// What a tokenizer is held to.
using System.Text;
using System.Text.Json.Nodes;

namespace PluginHost.Conformance;

/// <summary>The contract of <see cref="Tokenizer"/>.</summary>
internal static class TokenizerChecks
{
    private const int Drawn = 200;

    private static readonly string[] s_texts =
    [
        "", " ", "a", "The quick brown fox.", "  two  spaces  ", "tab\tnew\nline\r\n", "\0 and \u0001", "ÀÉîõü ß", "日本語のテキスト", "한국어", "עברית", "العربية",
        "👩‍👩‍👧‍👦🏳️‍🌈", "e\u0301 is not é", "\u200b\u200e\ufeff", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "<s></s>[CLS][MASK]<|endoftext|>", "\"quotes\" 'and' `ticks`", "ﬁ ½ ⁵", new string('x', 3000),
    ];

    public static readonly (string, Func<Subject, string?>)[] All =
    [
        ("any text comes back", RoundTrip),
        ("every id is in the vocabulary", Range),
        ("special ids are no text", Special),
        ("a frame holds the ids that it was given", Frame),
        ("what is saved is read back", Files),
    ];

    private static string? RoundTrip(Subject subject)
    {
        var tokenizer = subject.Make<Tokenizer>();
        foreach (var text in Texts())
        {
            var ids = tokenizer.Encode(text);
            var came = tokenizer.Decode(ids);
            Expect.That(came == text, $"The text {Quote(text)} should come back from its {ids.Length} ids, and came as {Quote(came)}.");
            Expect.That(tokenizer.Encode(text).AsSpan().SequenceEqual(ids), $"The text {Quote(text)} should have the same ids each time, and has not.");
        }

        return $"{s_texts.Length + Drawn} texts.";
    }

    private static string? Range(Subject subject)
    {
        var tokenizer = subject.Make<Tokenizer>();
        foreach (var text in Texts())
        {
            var ids = tokenizer.Encode(text);
            var stray = Array.FindIndex(ids, id => id < 0 || id >= tokenizer.VocabularySize);
            Expect.That(stray < 0, $"Every id should be from 0 to {tokenizer.VocabularySize - 1}, since VocabularySize is {tokenizer.VocabularySize}, and one of {Quote(text)} is {(stray < 0 ? 0 : ids[stray])}.");
        }

        return null;
    }

    private static string? Special(Subject subject)
    {
        var tokenizer = subject.Make<Tokenizer>();
        Expect.Applies(tokenizer.SpecialIds.Count > 0, "It has no special ids.");
        const string text = "some text";
        var ids = tokenizer.Encode(text);
        foreach (var (name, id) in tokenizer.SpecialIds)
        {
            Expect.That(id >= 0 && id < tokenizer.VocabularySize, $"The special id \"{name}\" should be from 0 to {tokenizer.VocabularySize - 1}, and is {id}.");
            if (name == "unk") continue;
            Expect.That(!ids.Contains(id), $"Encode() should give no special ids, and gives \"{name}\" ({id}).");
            var came = tokenizer.Decode([id, .. ids, id]);
            Expect.That(came == text, $"Decode() should leave special ids out, and {Quote(text)} between two \"{name}\" came as {Quote(came)}.");
        }

        return null;
    }

    private static string? Frame(Subject subject)
    {
        var tokenizer = subject.Make<Tokenizer>();
        var (first, second) = (tokenizer.Encode("one text"), tokenizer.Encode("and another"));
        foreach (var other in new[] { null, second })
        {
            var (ids, types) = tokenizer.Frame(first, other);
            Expect.That(ids.Length == types.Length, $"Frame() should give a segment for each id, and gives {types.Length} for {ids.Length} ids.");
            Expect.That(ids.AsSpan().IndexOf(first) >= 0 && (other is null || ids.AsSpan().IndexOf(other) >= 0), "Frame() should hold the ids of each text in a row, and does not.");
        }

        return null;
    }

    private static string? Files(Subject subject)
    {
        var tokenizer = subject.Make<Tokenizer>();
        var folder = subject.Folder();
        tokenizer.Save(folder);
        Expect.That(File.Exists(Path.Join(folder, "tokenizer.json")), $"Save() should write tokenizer.json, and wrote: {string.Join(", ", Directory.GetFiles(folder).Select(Path.GetFileName))}.");
        if (subject.Registration.ReadConfig is not { } read) return "It is written; no readConfig is registered, so the defaults are used for every folder.";
        var file = Path.Join(folder, "tokenizer_config.json");
        Expect.That(File.Exists(file), "Save() should write tokenizer_config.json, by which a folder's tokenizer is found, and does not.");
        var config = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        var named = config["tokenizer_class"]?.GetValue<string>();
        Expect.That(named == subject.Entry.Format, $"tokenizer_config.json should name the class {subject.Entry.Format} (Format of [assembly: Provides]), and names {named ?? "none"}.");
        config["directory"] = folder;
        var other = (Tokenizer)subject.Registration.Create(read(config), new BuildContext { BaseDirectory = subject.BaseDirectory });
        foreach (var text in s_texts)
            Expect.That(other.Encode(text).AsSpan().SequenceEqual(tokenizer.Encode(text)), $"The tokenizer that is read from its own folder should give the same ids, and does not for {Quote(text)}.");
        return null;
    }

    // Scalars of every plane, surrogates left out, as strings of up to forty.
    private static IEnumerable<string> Texts()
    {
        foreach (var text in s_texts) yield return text;
        var random = new RandomSource(7);
        for (var i = 0; i < Drawn; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(40); length > 0; length--)
            {
                var scalar = (int)random.Next(random.Next(3) switch { 0 => 0x80, 1 => 0x3000, _ => 0x110000 - 0x800 });
                text.Append(new Rune(scalar >= 0xD800 ? scalar + 0x800 : scalar).ToString());
            }

            yield return text.ToString();
        }
    }

    private static string Quote(string text) => JsonValue.Create(text.Length > 40 ? text[..40] + "…" : text).ToJsonString();
}
