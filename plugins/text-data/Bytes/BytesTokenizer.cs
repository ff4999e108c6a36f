// The tokenizer "bytes": every byte of UTF-8 is an id.
using System.Text;
using System.Text.Json.Nodes;

namespace PluginHost.TextData;

/// <summary>
/// Every byte of UTF-8 is an id, so there are 256 and no text is unknown. It is saved as what it also is: a byte-level BPE without merges,
/// whose vocabulary is the 256 characters that GPT-2 writes bytes with (Radford et al. 2019) in the order of the bytes.
/// </summary>
internal sealed class BytesTokenizer : Tokenizer
{
    /// <summary>
    /// What <c>tokenizer_config.json</c> calls it: transformers' class for anything that a <c>tokenizer.json</c> describes in full, so that
    /// <c>AutoTokenizer</c> reads the folder.
    /// </summary>
    public const string FileClass = "PreTrainedTokenizerFast";

    public override int VocabularySize => 256;

    public override long[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Array.ConvertAll(Encoding.UTF8.GetBytes(text), value => (long)value);
    }

    public override string Decode(ReadOnlySpan<long> ids)
    {
        var bytes = new byte[ids.Length];
        for (var i = 0; i < ids.Length; i++)
            bytes[i] = ids[i] is >= 0 and < 256 ? (byte)ids[i] : throw new PluginHostException($"The tokenizer \"bytes\" has the ids 0 to 255; id {i} of the text is {ids[i]}.");
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Checks that the folder's <c>tokenizer.json</c> is this tokenizer, since many others bear the same class name.</summary>
    /// <exception cref="RecipeException">It is another tokenizer.</exception>
    public static NoOptions ReadConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var path = Path.Join(config["directory"]!.GetValue<string>(), "tokenizer.json");
        var tokenizer = File.Exists(path) ? JsonFiles.Read(path) : throw new RecipeException($"{path} is not there, so the model's tokenizer cannot be read. Name one with .Tokenizer(…).");
        return IsBytes(tokenizer)
            ? new NoOptions()
            : throw new RecipeException($"{path} is not a table of the 256 bytes, and that is the only tokenizer of the class {FileClass} that is read. Name another with .Tokenizer(…).");
    }

    public override void Save(string directory)
    {
        JsonFiles.Write(Path.Join(directory, "tokenizer.json"), new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray(),
            ["normalizer"] = null,
            ["pre_tokenizer"] = ByteLevel(),
            ["post_processor"] = null,
            ["decoder"] = ByteLevel(),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["continuing_subword_prefix"] = null,
                ["end_of_word_suffix"] = null,
                ["fuse_unk"] = false,
                ["byte_fallback"] = false,
                ["vocab"] = new JsonObject(Enumerable.Range(0, 256).Select(value => KeyValuePair.Create(Character(value).ToString(), (JsonNode?)value))),
                ["merges"] = new JsonArray(),
            },
        });
        JsonFiles.Write(Path.Join(directory, "tokenizer_config.json"), new JsonObject
        {
            ["tokenizer_class"] = FileClass,
            ["clean_up_tokenization_spaces"] = false,
        });
    }

    /// <summary>
    /// The character that byte-level BPE writes a byte as: the byte's own Latin-1 character where that can be seen, else the next one
    /// from U+0100 on.
    /// </summary>
    internal static char Character(int value) => IsVisible(value) ? (char)value : (char)(256 + Enumerable.Range(0, value).Count(other => !IsVisible(other)));

    private static bool IsVisible(int value) => value is >= 0x21 and <= 0x7E or >= 0xA1 and <= 0xAC or >= 0xAE and <= 0xFF;

    private static bool IsBytes(JsonObject tokenizer) =>
        tokenizer["model"] is JsonObject model
        && model["merges"] is null or JsonArray { Count: 0 }
        && tokenizer["added_tokens"] is null or JsonArray { Count: 0 }
        && model["vocab"] is JsonObject { Count: 256 } vocabulary
        && Enumerable.Range(0, 256).All(value => vocabulary[Character(value).ToString()] is JsonValue id && id.TryGetValue(out int number) && number == value);

    // Without the regular expression, because there are no merges that it could keep from crossing words.
    private static JsonObject ByteLevel() => new() { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = false };
}
