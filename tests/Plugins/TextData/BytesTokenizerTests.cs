// The tokenizer "bytes", and the files that it saves.
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace PluginHost.Tests.Plugins.TextData;

public sealed class BytesTokenizerTests : IDisposable
{
    private static readonly Tokenizer s_bytes = TemporaryFolder.Plugin.Make<Tokenizer>(Kind.Tokenizer, "bytes");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("plain\r\n\ttext")]
    [InlineData("naïve – 漢字 🙂\0")]
    public void Ids_are_the_bytes(string text)
    {
        var ids = s_bytes.Encode(text);
        Assert.Equal(Encoding.UTF8.GetBytes(text).Select(value => (long)value), ids);
        Assert.Equal(text, s_bytes.Decode(ids));
        Assert.Equal(256, s_bytes.VocabularySize);
    }

    [Fact]
    public void Half_a_character_decodes_to_the_replacement_character()
    {
        Assert.Equal("a\uFFFD", s_bytes.Decode([97, 0xC3]));
        Assert.Contains("id 1 of the text is 256", Assert.Throws<PluginHostException>(() => s_bytes.Decode([97, 256])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_saved_vocabulary_is_the_alphabet_of_byte_level_bpe_in_the_order_of_the_bytes()
    {
        s_bytes.Save(_folder.FullName);
        var file = JsonFiles.Read(Path.Join(_folder.FullName, "tokenizer.json"));
        var vocabulary = file["model"]!["vocab"]!.AsObject().ToDictionary(pair => pair.Value!.GetValue<int>(), pair => pair.Key);
        Assert.Equal(Enumerable.Range(0, 256), vocabulary.Keys.Order());
        Assert.Equal(256, vocabulary.Values.Distinct().Count());
        // As GPT-2's bytes_to_unicode() has them.
        foreach (var (value, character) in new[] { (0, "Ā"), (9, "ĉ"), (10, "Ċ"), (32, "Ġ"), (33, "!"), (65, "A"), (126, "~"), (127, "ġ"), (160, "ł"), (161, "¡"), (173, "Ń"), (255, "ÿ") })
            Assert.Equal(character, vocabulary[value]);
        Assert.Equal("BPE", file["model"]!["type"]!.GetValue<string>());
        Assert.Empty(file["model"]!["merges"]!.AsArray());
        Assert.Equal("ByteLevel", file["pre_tokenizer"]!["type"]!.GetValue<string>());
        Assert.Equal("ByteLevel", file["decoder"]!["type"]!.GetValue<string>());
    }

    [Fact]
    public void It_uses_the_alphabet_of_gpt2()
    {
        var path = SharedData.PathOrSkip("data/gpt2-tokenizer/vocab.json");
        var alphabet = JsonFiles.Read(path).Where(pair => pair.Value!.GetValue<int>() < 256).Select(pair => pair.Key).ToHashSet();
        s_bytes.Save(_folder.FullName);
        Assert.Equal(alphabet, JsonFiles.Read(Path.Join(_folder.FullName, "tokenizer.json"))["model"]!["vocab"]!.AsObject().Select(pair => pair.Key).ToHashSet());
    }

    [Fact]
    public void It_is_found_again_from_its_files_and_another_tokenizer_is_not_taken_for_it()
    {
        s_bytes.Save(_folder.FullName);
        var registration = TemporaryFolder.Plugin.Get(Kind.Tokenizer, "bytes");
        var config = JsonFiles.Read(Path.Join(_folder.FullName, "tokenizer_config.json"));
        var announced = typeof(PluginHost.TextData.TextDataPlugin).Assembly.GetCustomAttributes(typeof(ProvidesAttribute), false).Cast<ProvidesAttribute>();
        Assert.Equal(config["tokenizer_class"]!.GetValue<string>(), announced.Single(provides => provides.Kind == Kind.Tokenizer).Format);
        config["directory"] = _folder.FullName;
        Assert.IsType<NoOptions>(registration.ReadConfig!(config));

        var path = Path.Join(_folder.FullName, "tokenizer.json");
        var other = JsonFiles.Read(path);
        other["model"]!["vocab"]!["A"] = 66;
        other["model"]!["vocab"]!["B"] = 65;
        JsonFiles.Write(path, other);
        Assert.Contains("is not a table of the 256 bytes", Assert.Throws<RecipeException>(() => registration.ReadConfig!(config)).Message, StringComparison.Ordinal);
        other["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = new JsonObject { ["a"] = 0 }, ["merges"] = new JsonArray("a a") };
        JsonFiles.Write(path, other);
        Assert.Throws<RecipeException>(() => registration.ReadConfig!(config));
    }
}
