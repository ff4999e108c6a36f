// Which files patterns mean.
using PluginHost.TextData;
using Xunit;

namespace PluginHost.Tests.Plugins.TextData;

public sealed class FileSetTests : IDisposable
{
    private static readonly string[] s_files =
    [
        "README.md", "docs/a.md", "docs/deep/b.md", "host/App/Program.cs", "host/App/obj/Made.cs", "host/native/x.cpp", "host/native/x.h",
        "artifacts/Old.cs", "docs/runs/c.md", ".git/config", ".hidden.md", "odd[1].md",
    ];

    private readonly TemporaryFolder _folder = new();

    public FileSetTests()
    {
        foreach (var file in s_files) _folder.Write(file, "text");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("*.md", "README.md", "odd[1].md")]
    [InlineData("./docs/*.md", "docs/a.md")]
    [InlineData("docs/**/*.md", "docs/a.md", "docs/deep/b.md")]
    [InlineData("**/*.cs", "host/App/Program.cs")]
    [InlineData("**/*.{cpp,h}", "host/native/x.cpp", "host/native/x.h")]
    [InlineData("host/native/?.h", "host/native/x.h")]
    [InlineData("docs", "docs/a.md", "docs/deep/b.md")]
    // What is named outright is not excluded.
    [InlineData("docs/runs/*.md", "docs/runs/c.md")]
    [InlineData("artifacts/Old.cs", "artifacts/Old.cs")]
    [InlineData("odd[1].md", "odd[1].md")]
    public void A_pattern_means_files(string pattern, params string[] expected) =>
        Assert.Equal(expected, FileSet.Find([pattern], FileSet.UsualExclusions, _folder.Context, "test").Select(file => file.Path));

    [Fact]
    public void A_file_that_several_patterns_mean_comes_once() =>
        Assert.Equal(["README.md", "docs/a.md", "odd[1].md"],
            FileSet.Find(["*.md", "README.md", "docs/*.md", Path.Join(_folder.FullName, "docs")], ["deep/**", "runs/**", ".*"], _folder.Context, "test").Select(file => file.Path));

    [Fact]
    public void A_link_to_a_folder_above_is_not_followed()
    {
        Directory.CreateSymbolicLink(Path.Join(_folder.FullName, "docs", "loop"), _folder.FullName);
        Assert.Equal(["docs/a.md", "docs/deep/b.md"], FileSet.Find(["docs/**/*.md"], FileSet.UsualExclusions, _folder.Context, "test").Select(file => file.Path));
    }

    [Fact]
    public void An_open_brace_is_said() =>
        Assert.Contains("opens a { that it does not close", Assert.Throws<RecipeException>(() => FileSet.Find(["*.{cs"], [], _folder.Context, "test")).Message, StringComparison.Ordinal);
}
