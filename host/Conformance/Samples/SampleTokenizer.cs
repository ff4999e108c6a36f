// The tokenizer that components are verified with: bytes, and three special ids.
using System.Text;

namespace PluginHost.Conformance;

/// <summary>Every byte of UTF-8 is an id, and three more pad, begin and end a text.</summary>
internal sealed class SampleTokenizer : Tokenizer
{
    private const int Bytes = 256;

    public static SampleTokenizer Instance { get; } = new();

    public override int VocabularySize => Bytes + 3;

    public override IReadOnlyDictionary<string, long> SpecialIds { get; } = new Dictionary<string, long> { ["pad"] = Bytes, ["bos"] = Bytes + 1, ["eos"] = Bytes + 2 };

    public override long[] Encode(string text) => Array.ConvertAll(Encoding.UTF8.GetBytes(text), value => (long)value);

    public override string Decode(ReadOnlySpan<long> ids) => Encoding.UTF8.GetString([.. ids.ToArray().Where(id => id < Bytes).Select(id => (byte)id)]);

    public override void Save(string directory) => File.WriteAllText(Path.Join(directory, "tokenizer.json"), "{}");
}
