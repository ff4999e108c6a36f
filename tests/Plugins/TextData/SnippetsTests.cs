// The dataset "snippets": labels, splits by file, balance.
using PluginHost.TextData;
using Xunit;

namespace PluginHost.Tests.Plugins.TextData;

public sealed class SnippetsTests : IDisposable
{
    private static readonly Dictionary<string, IReadOnlyList<string>> s_labels = new()
    {
        ["csharp"] = ["*.cs"],
        ["cplusplus"] = ["*.cpp", "*.h"],
        ["notes"] = ["docs/*.md"],
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_are_pieces_of_files_with_the_kind_of_file_as_label()
    {
        for (var i = 0; i < 10; i++) _folder.Write($"src/{i}.cs", new string((char)('a' + i), 40));
        for (var i = 0; i < 3; i++) _folder.Write($"src/{i}.{(i == 0 ? "h" : "cpp")}", new string((char)('A' + i), 40));
        for (var i = 0; i < 2; i++) _folder.Write($"docs/{i}.md", new string((char)('0' + i), 40));
        _folder.Write("src/left-out.txt", "0123456789012345678901234567890123456789");
        _folder.Write("notes.md", "????????????????????????????????");
        _folder.Write("src/short.cs", "????");
        var splits = _folder.Read("snippets", new SnippetsOptions { Files = ["**"], Labels = s_labels, Length = 10, PerFile = 3, HeldOut = 0.3, Balance = null });

        Assert.Equal("csharp\ncplusplus\nnotes", splits.Train.Facts["labels"]);
        Assert.Equal(splits.Train.Facts["labels"], splits.Validation!.Facts["labels"]);
        Assert.Equal([7 * 3, 2 * 3, 1 * 3], Counts(splits.Train));
        Assert.Equal([3 * 3, 1 * 3, 1 * 3], Counts(splits.Validation));
        var letters = new[] { splits.Train, splits.Validation }.Select(split => TemporaryFolder.Rows(split).Select(row =>
        {
            var text = TemporaryFolder.Text(row);
            Assert.Equal(new string(text[0], 10), text);
            Assert.Equal(char.IsDigit(text[0]) ? 2 : char.IsUpper(text[0]) ? 1 : 0, row.Get<long>(Fields.Labels));
            return text[0];
        }).ToHashSet()).ToList();
        Assert.Empty(letters[0].Intersect(letters[1]));
    }

    [Fact]
    public void Snippets_spread_over_a_file_without_overlap()
    {
        foreach (var name in new[] { "1.cs", "2.cs", "1.h", "2.h" }) _folder.Write(name, "0123456789abcdefghijk");
        Dataset Train(int perFile) => _folder.Read("snippets", new SnippetsOptions
        {
            Files = ["*"],
            Labels = new Dictionary<string, IReadOnlyList<string>> { ["a"] = ["*.cs"], ["b"] = ["*.h"] },
            Length = 5,
            PerFile = perFile,
        }).Train;
        Assert.Equal(["01234", "89abc", "ghijk"], TemporaryFolder.Rows(Train(3)).Where(row => row.Get<long>(Fields.Labels) == 0).Select(TemporaryFolder.Text).Order());
        Assert.Equal(2 * 4, Train(100).Count);
        Assert.Equal(["01234"], TemporaryFolder.Rows(Train(1)).Where(row => row.Get<long>(Fields.Labels) == 1).Select(TemporaryFolder.Text));
    }

    [Theory]
    [InlineData(1.0, 12)]
    [InlineData(2.5, 30)]
    [InlineData(null, 80)]
    public void No_class_swamps_the_others(double? balance, int most)
    {
        for (var i = 0; i < 20; i++) _folder.Write($"{i}.cs", string.Concat(Enumerable.Repeat($"{i:00}abc", 10)));
        for (var i = 0; i < 4; i++) _folder.Write($"{i}.h", new string('h', 20));
        var splits = _folder.Read("snippets", new SnippetsOptions
        {
            Files = ["*"],
            Labels = new Dictionary<string, IReadOnlyList<string>> { ["a"] = ["*.cs"], ["b"] = ["*.h"] },
            Length = 5,
            PerFile = 5,
            HeldOut = 0.2,
            Balance = balance,
        });
        Assert.Equal([most, 12], Counts(splits.Train));
        // What is kept of the large class still comes from many of its files.
        var files = TemporaryFolder.Rows(splits.Train).Where(row => row.Get<long>(Fields.Labels) == 0).Select(row => TemporaryFolder.Text(row)[..2]).Distinct().Count();
        Assert.True(files >= 6, $"only {files} files");
    }

    [Fact]
    public void The_split_does_not_depend_on_where_it_is_run_or_when()
    {
        for (var i = 0; i < 8; i++) _folder.Write($"{i}.cs", new string((char)('a' + i), 30));
        for (var i = 0; i < 8; i++) _folder.Write($"{i}.h", new string((char)('A' + i), 30));
        var options = new SnippetsOptions { Files = ["*"], Labels = new Dictionary<string, IReadOnlyList<string>> { ["a"] = ["*.cs"], ["b"] = ["*.h"] }, Length = 10 };
        using var other = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(_folder.FullName)) other.Write(Path.GetFileName(file), File.ReadAllBytes(file));
        var (here, there) = (_folder.Read("snippets", options), other.Read("snippets", options));
        Assert.Equal(here.Train.Fingerprint, there.Train.Fingerprint);
        Assert.Equal(TemporaryFolder.Texts(here.Validation!), TemporaryFolder.Texts(there.Validation!));
        Assert.NotEqual(here.Train.Fingerprint, here.Validation!.Fingerprint);
    }

    [Fact]
    public void A_class_that_cannot_be_in_both_splits_is_named()
    {
        foreach (var name in new[] { "1.cs", "2.cs", "docs/1.md", "docs/2.md", "1.h" }) _folder.Write(name, new string('x', 20));
        _folder.Write("2.cpp", "short");
        var fault = _folder.Fault("snippets", new SnippetsOptions { Files = ["**"], Labels = s_labels, Length = 20 });
        Assert.Equal("dataset \"snippets\": the class \"cplusplus\" (*.cpp, *.h) has one file of at least 20 tokens among 2 files, and it needs two, one for each split. "
            + "Name more files in Files, or make Length smaller.", fault);
        Assert.Contains("The class \"b\" has no pattern", _folder.Fault("snippets", new SnippetsOptions
        {
            Files = ["**"],
            Labels = new Dictionary<string, IReadOnlyList<string>> { ["a"] = ["*.cs"], ["b"] = [] },
        }), StringComparison.Ordinal);
    }

    private static int[] Counts(Dataset split) =>
        [.. TemporaryFolder.Rows(split).CountBy(row => row.Get<long>(Fields.Labels)).OrderBy(pair => pair.Key).Select(pair => pair.Value)];
}
