// A recipe that changes under its run: live values are found by their text, everything else is named.
using PluginHost.Scripting;
using Xunit;

namespace PluginHost.Tests.Scripting;

public sealed class RecipeChangeTests : IDisposable
{
    private const string Script = "var rate = Live(\"rate\", 3e-4);\nvar on = Live<bool>(\"on\", true); // a comment\nvar low = Live(\"low\", -2);\nPrint(\"x\");\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("pluginhost-change-").FullName;

    private string Recipe => Path.Join(_folder, "recipe.csx");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Live_values_are_told_with_what_they_are_now_and_comments_count_for_nothing()
    {
        var change = Change(Script.Replace("3e-4", "1e-4", StringComparison.Ordinal).Replace("true", "false", StringComparison.Ordinal)
            .Replace("-2", "-3", StringComparison.Ordinal).Replace("a comment", "another", StringComparison.Ordinal));
        Assert.Equal(["rate 0.0001", "on false", "low -3"], change.Values.Select(pair => $"{pair.Key} {pair.Value.ToJsonString()}"));
        Assert.Empty(change.Others);
        Assert.Empty(Change(Script).Values);
    }

    [Theory]
    [InlineData("Print(\"x\")", "Print(\"y\")", 4)]
    [InlineData("Live(\"rate\", 3e-4)", "3e-4", 1)]
    [InlineData("var low", "#r \"plugin:acme\"\nvar low", 3)]
    public void Everything_else_is_named_by_its_line(string old, string now, int line)
    {
        var change = Change(Script.Replace(old, now, StringComparison.Ordinal));
        Assert.Equal([$"{Recipe}, line {line}"], change.Others);
        Assert.Empty(change.Values);
    }

    private RecipeChange Change(string now)
    {
        File.WriteAllText(Recipe, now);
        return RecipeChange.Of(Recipe, new Dictionary<string, string> { [Recipe] = Script });
    }
}
