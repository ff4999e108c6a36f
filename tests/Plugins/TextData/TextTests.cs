// The dataset "text": its rows, its splits and its sentences.
using PluginHost.TextData;
using Xunit;

namespace PluginHost.Tests.Plugins.TextData;

public sealed class TextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_row_holds_a_window_and_the_token_after_it()
    {
        _folder.Write("a.txt", "abcdefghij");
        var splits = _folder.Read("text", new TextOptions { Files = ["a.txt"], Window = 3, ValidationFraction = 0 });
        Assert.Null(splits.Validation);
        Assert.Equal(["abcd", "defg", "ghij"], TemporaryFolder.Texts(splits.Train));
    }

    [Fact]
    public void Rows_without_the_next_token_do_not_overlap()
    {
        _folder.Write("a.txt", "abcdefghij");
        var splits = _folder.Read("text", new TextOptions { Files = ["a.txt"], Window = 3, NextToken = false, ValidationFraction = 0 });
        Assert.Equal(["abc", "def", "ghi"], TemporaryFolder.Texts(splits.Train));
    }

    [Fact]
    public void A_stride_makes_training_rows_overlap_and_leaves_validation_alone()
    {
        _folder.Write("a.txt", "abcdefghijklmnopqrst");
        var splits = _folder.Read("text", new TextOptions { Files = ["a.txt"], Window = 4, Stride = 2, ValidationFraction = 0.45 });
        Assert.Equal(["abcde", "cdefg", "efghi", "ghijk"], TemporaryFolder.Texts(splits.Train));
        Assert.Equal(["lmnop", "pqrst"], TemporaryFolder.Texts(splits.Validation!));
    }

    [Fact]
    public void Files_follow_one_another_in_the_order_of_their_paths()
    {
        _folder.Write("b/two.txt", "BB");
        _folder.Write("a.txt", "AA");
        _folder.Write("b/one.txt", "CC");
        _folder.Write("empty.txt", "");
        var splits = _folder.Read("text", new TextOptions { Files = ["b/*.txt", "empty.txt", "a.txt", "b"], Window = 5, ValidationFraction = 0 });
        Assert.Equal(["AACCBB"], TemporaryFolder.Texts(splits.Train));
    }

    [Fact]
    public void Few_files_give_their_tail_to_validation()
    {
        _folder.Write("a.txt", new string('a', 90));
        _folder.Write("b.txt", new string('b', 10));
        var splits = _folder.Read("text", new TextOptions { Files = ["*.txt"], Window = 4, ValidationFraction = 0.1 });
        Assert.All(TemporaryFolder.Texts(splits.Train), row => Assert.Equal("aaaaa", row));
        Assert.All(TemporaryFolder.Texts(splits.Validation!), row => Assert.Equal("bbbbb", row));
    }

    [Fact]
    public void Many_files_are_held_out_whole_and_stay_where_they_are_when_others_come()
    {
        // Each file is of one letter, so a row shows which file it is from.
        for (var i = 0; i < 20; i++) _folder.Write($"{i:00}.txt", new string((char)('a' + i), 50));
        var options = new TextOptions { Files = ["*.txt"], Window = 9, ValidationFraction = 0.2 };
        HashSet<char> Letters(Dataset split) => [.. TemporaryFolder.Texts(split).SelectMany(row => row)];
        var splits = _folder.Read("text", options);
        var (train, held) = (Letters(splits.Train), Letters(splits.Validation!));
        Assert.Equal(4, held.Count);
        Assert.Equal(16, train.Count);
        Assert.Empty(train.Intersect(held));

        _folder.Write("99.txt", new string('z', 50));
        var more = Letters(_folder.Read("text", options).Validation!);
        Assert.True(more.Count(held.Contains) >= 3, "One more file changed which others are held out.");
    }

    [Fact]
    public void The_fingerprint_is_that_of_the_content()
    {
        _folder.Write("a.txt", "abcdefghij");
        string Fingerprint(int window = 3) => _folder.Read("text", new TextOptions { Files = ["a.txt"], Window = window, ValidationFraction = 0 }).Train.Fingerprint;
        var first = Fingerprint();
        Assert.Matches("^[0-9a-f]{64}$", first);
        Assert.Equal(first, Fingerprint());
        Assert.NotEqual(first, Fingerprint(window: 2));
        _folder.Write("a.txt", "abcdefghiJ");
        Assert.NotEqual(first, Fingerprint());
    }

    [Fact]
    public void A_byte_order_mark_is_no_token()
    {
        _folder.Write("a.txt", [0xEF, 0xBB, 0xBF, (byte)'a', (byte)'b']);
        Assert.Equal(["ab"], TemporaryFolder.Texts(_folder.Read("text", new TextOptions { Files = ["a.txt"], Window = 1, ValidationFraction = 0 }).Train));
    }

    [Fact]
    public void What_is_wrong_with_the_files_is_said()
    {
        string Fault(params string[] files) => _folder.Fault("text", new TextOptions { Files = files, Window = 8 });
        _folder.Write("empty.txt", "");
        _folder.Write("short.txt", "abc");
        _folder.Write("tail.txt", "abcdefghijklm");
        _folder.Write("picture.png", [0x89, (byte)'P', 0, 1]);
        _folder.Write("latin.txt", [(byte)'n', (byte)'a', 0xEF, (byte)'v', (byte)'e']);
        Assert.Equal($"dataset \"text\": there is no file or folder \"missing.txt\"; looked for {Path.Join(_folder.FullName, "missing.txt")}.", Fault("missing.txt"));
        Assert.StartsWith($"dataset \"text\": no file matches \"*.md\" under {_folder.FullName}", Fault("*.md"), StringComparison.Ordinal);
        Assert.Equal($"dataset \"text\": \"docs/*.md\" starts at a folder that there is not; looked for {Path.Join(_folder.FullName, "docs")}.", Fault("docs/*.md"));
        Assert.Equal("dataset \"text\": empty.txt is empty, so there is nothing to train on.", Fault("empty.txt"));
        Assert.StartsWith("dataset \"text\": the training split has 3 tokens, and one row needs 9 (Window 8 and the token after it).", Fault("short.txt"), StringComparison.Ordinal);
        Assert.StartsWith("dataset \"text\": the validation split has 1 token, and one row needs 9", Fault("tail.txt"), StringComparison.Ordinal);
        Assert.StartsWith("dataset \"text\": picture.png is not a text file: it has a NUL byte at offset 2.", Fault("picture.png"), StringComparison.Ordinal);
        Assert.StartsWith("dataset \"text\": latin.txt is not UTF-8: the byte at offset 2 belongs to no character.", Fault("latin.txt"), StringComparison.Ordinal);
        Assert.Equal("dataset \"text\": Files is []; it has to be at least 1 long.", Fault());
    }

    [Fact]
    public void Text_needs_a_tokenizer()
    {
        _folder.Write("a.txt", "abc");
        var fault = Assert.Throws<RecipeException>(() => TemporaryFolder.Plugin.Make<DatasetSplits>(Kind.Dataset, "text",
            new TextOptions { Files = ["a.txt"] }, new DataContext { BaseDirectory = _folder.FullName }));
        Assert.Contains("dataset \"text\" needs a tokenizer", fault.Message, StringComparison.Ordinal);
    }
}
