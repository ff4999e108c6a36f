// The dataset "tsv", and the transform "tokenize" after it.
using PluginHost.TextData;
using Xunit;

namespace PluginHost.Tests.Plugins.TextData;

public sealed class TsvTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_stanford_sentiment_treebank_reads_as_it_is()
    {
        var folder = SharedData.PathOrSkip("data/sst2");
        var splits = _folder.Read("tsv", new TsvOptions { Train = Path.Join(folder, "train.tsv"), Validation = Path.Join(folder, "dev.tsv") });
        Assert.Equal(6920, splits.Train.Count);
        Assert.Equal(872, splits.Validation!.Count);
        Assert.Null(splits.Test);
        Assert.Equal("0\n1", splits.Train.Facts["labels"]);
        Assert.Equal("one long string of cliches", splits.Validation.Read(0).Get<string>("text"));
        Assert.Equal(0, splits.Validation.Read(0).Get<long>(Fields.Labels));
        Assert.StartsWith("a stirring , funny and finally transporting", splits.Train.Read(0).Get<string>("text"), StringComparison.Ordinal);
        Assert.Equal(1, splits.Train.Read(0).Get<long>(Fields.Labels));
    }

    [Fact]
    public void Columns_headers_and_class_names_are_options()
    {
        _folder.Write("train.tsv", "kind\tleft\tright\nno\ta\tb\n\nyes\tc\td\r\nmaybe\te\tf\n");
        _folder.Write("dev.tsv", "kind\tleft\tright\nyes\tg\th\n");
        var options = new TsvOptions { Train = "train.tsv", Validation = "dev.tsv", Text = 1, Pair = 2, Label = 0, Header = true };
        var splits = _folder.Read("tsv", options);
        Assert.Equal("maybe\nno\nyes", splits.Train.Facts["labels"]);
        Assert.Equal(["a/b/1", "c/d/2", "e/f/0"], TemporaryFolder.Rows(splits.Train).Select(Show));
        Assert.Equal(["g/h/2"], TemporaryFolder.Rows(splits.Validation!).Select(Show));
        var named = _folder.Read("tsv", options with { Labels = ["yes", "no", "maybe"] });
        Assert.Equal(["a/b/1", "c/d/0", "e/f/2"], TemporaryFolder.Rows(named.Train).Select(Show));
        Assert.NotEqual(splits.Train.Fingerprint, named.Train.Fingerprint);
    }

    [Fact]
    public void Numbers_are_ordered_by_value_and_labels_may_be_absent()
    {
        _folder.Write("train.tsv", "a\t10\nb\t2\nc\t-1\n");
        Assert.Equal("-1\n2\n10", _folder.Read("tsv", new TsvOptions { Train = "train.tsv" }).Train.Facts["labels"]);
        var bare = _folder.Read("tsv", new TsvOptions { Train = "train.tsv", Label = null }).Train;
        Assert.Equal(["text"], bare.Read(0).Names);
        Assert.Empty(bare.Facts);
    }

    [Fact]
    public void What_is_wrong_with_a_file_is_said()
    {
        _folder.Write("train.tsv", "a\t0\nb\t1\n");
        _folder.Write("narrow.tsv", "a\t0\nb 1\n");
        _folder.Write("dev.tsv", "a\t0\nb\t7\n");
        _folder.Write("empty.tsv", "\n\n");
        string Fault(string train, string? validation = null) => _folder.Fault("tsv", new TsvOptions { Train = train, Validation = validation });
        Assert.Equal("dataset \"tsv\": line 2 of narrow.tsv has 1 column separated by tabs, and 2 are needed: \"b 1\".", Fault("narrow.tsv"));
        Assert.Equal("dataset \"tsv\": line 2 of dev.tsv has the label \"7\", which is none of: 0, 1.", Fault("train.tsv", "dev.tsv"));
        Assert.Equal("dataset \"tsv\": empty.tsv has no rows.", Fault("empty.tsv"));
        Assert.StartsWith("dataset \"tsv\": there is no file or folder \"absent.tsv\"", Fault("absent.tsv"), StringComparison.Ordinal);
        Assert.Contains("they have to be different ones", _folder.Fault("tsv", new TsvOptions { Train = "train.tsv", Text = 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Tokenize_makes_ids_of_text_and_pads_the_batch()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        _folder.Write("train.tsv", "hello\t0\nhi\t1\n");
        var transform = TemporaryFolder.Plugin.Make<Transform>(Kind.Transform, "tokenize", new TokenizeOptions { MaxLength = 4 }, _folder.Context);
        var rows = TemporaryFolder.Rows(_folder.Read("tsv", new TsvOptions { Train = "train.tsv" }).Train)
            .Select(row => transform.Apply(row, new RandomSource(1), training: true)).ToList();
        Assert.Equal(["hell", "hi"], rows.Select(TemporaryFolder.Text));
        Assert.False(rows[0].Has("text"));
        var batch = transform.Gather(rows)!;
        Assert.Equal([104, 101, 108, 108, 104, 105, 0, 0], batch[Fields.InputIds].ToArray<long>());
        Assert.Equal([1, 1, 1, 1, 1, 1, 0, 0], batch[Fields.AttentionMask].ToArray<long>());
        Assert.Equal([0, 1], batch[Fields.Labels].ToArray<long>());
    }

    [Theory]
    [InlineData("abcdefgh", "xy", 7, "[ab|xy")]
    [InlineData("abcdefgh", "stuvwxyz", 9, "[abc|stu")]
    [InlineData("ab", "stuvwxyz", 8, "[ab|stu")]
    [InlineData("ab", "xy", 9, "[ab|xy")]
    public void The_longer_of_two_texts_gives_way_first(string first, string second, int most, string expected)
    {
        var transform = TemporaryFolder.Plugin.Make<Transform>(Kind.Transform, "tokenize", new TokenizeOptions { MaxLength = most }, new DataContext { Tokenizer = new Framed() });
        var row = transform.Apply(new Example { ["text"] = first, ["text_pair"] = second }, new RandomSource(1), training: false);
        Assert.Equal(expected + "]", TemporaryFolder.Text(row));
        Assert.Equal(row.Get<long[]>(Fields.InputIds).Length, row.Get<long[]>(Fields.TokenTypeIds).Length);
        Assert.True(row.Get<long[]>(Fields.InputIds).Length <= most);
    }

    [Fact]
    public void A_length_that_special_ids_fill_is_refused()
    {
        var transform = TemporaryFolder.Plugin.Make<Transform>(Kind.Transform, "tokenize", new TokenizeOptions { MaxLength = 2 }, new DataContext { Tokenizer = new Framed() });
        var fault = Assert.Throws<RecipeException>(() => transform.Apply(new Example { ["text"] = "abc" }, new RandomSource(1), training: true));
        Assert.Contains("MaxLength is 2, and the tokenizer's special ids alone take 2", fault.Message, StringComparison.Ordinal);
    }

    private static string Show(Example row) => $"{row["text"]}/{row["text_pair"]}/{row[Fields.Labels]}";

    // Bytes between "[" and "]", two texts parted by "|": a frame as BERT's, which can be read.
    private sealed class Framed : Tokenizer
    {
        public override int VocabularySize => 256;

        public override long[] Encode(string text) => Array.ConvertAll(text.ToCharArray(), c => (long)c);

        public override string Decode(ReadOnlySpan<long> ids) => throw new NotSupportedException();

        public override (long[] Ids, long[] TokenTypes) Frame(long[] first, long[]? second = null)
        {
            long[] ids = second is null ? ['[', .. first, ']'] : ['[', .. first, '|', .. second, ']'];
            return (ids, [.. ids.Select((_, i) => i < first.Length + 2 ? 0L : 1L)]);
        }

        public override void Save(string directory) => throw new NotSupportedException();
    }
}
