// What is wrong with a script is said with file, line, column, the line itself and a caret.
using PluginHost.Scripting;
using PluginHost.Tests.Loading;
using Xunit;

namespace PluginHost.Tests.Scripting;

public sealed class RecipeErrorTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_compiler_error_shows_its_line()
    {
        var path = _bench.Script("var a = 1;\n\tPrint(a + missing);\nint unused;\n");
        Assert.Equal($"The recipe {path} does not compile.\n\n"
            + $"{path}:2:12: The name 'missing' does not exist in the current context (CS0103)\n"
            + "   Print(a + missing);\n"
            + "             ^^^^^^^", Fault(path));
    }

    [Fact]
    public void An_empty_recipe_is_told_so()
    {
        var path = _bench.Script(" \n\n");
        Assert.StartsWith($"The recipe {path} is empty", Fault(path), StringComparison.Ordinal);
    }

    [Fact]
    public void At_most_five_errors_are_shown()
    {
        var fault = Fault(_bench.Script(string.Concat(Enumerable.Range(1, 8).Select(i => $"Print(missing{i});\n"))));
        Assert.Contains("missing5", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("missing6", fault, StringComparison.Ordinal);
        Assert.EndsWith("and 3 more.", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_a_loaded_script_names_that_script()
    {
        var part = _bench.Script("Print(nothing);", "part.csx");
        Assert.Contains($"{part}:1:7: ", Fault(_bench.Script("#load \"part.csx\"\nPrint(\"x\");")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_is_no_error() => Assert.Equal(["x"], _bench.Run(_bench.Script("#warning careful\n#nullable enable\nstring? s = null; if (s != null) s.ToString(); Print(\"x\"); async Task F() { }")));

    [Theory]
    [InlineData("#r \"plugin:loses\"", 4, "There is no plugin \"loses\", and none that provides something of that name. Did you mean \"losses\"? There is: acme, losses.")]
    [InlineData("#r \"plugin:acme\"", 4, "is not trusted, so none of its code runs.")]
    [InlineData("#r \"nuget: Newtonsoft.Json, 13.0.3\"", 4, "make a plugin whose project has the package among its references")]
    [InlineData("#r \"NuGet:Newtonsoft.Json\"", 4, "make a plugin whose project has the package among its references")]
    [InlineData("#r \"https://example.com/x.dll\"", 4, "download the file, look at it, and name the copy")]
    [InlineData("#load \"https://example.com/x.csx\"", 7, "download the file, look at it, and name the copy")]
    [InlineData("#load \"ftp://example.com/x.csx\"", 7, "download the file, look at it, and name the copy")]
    [InlineData("#load \"missing.csx\"", 7, "missing.csx")]
    [InlineData("#r \"missing.dll\"", 1, "missing.dll")]
    public void A_directive_that_cannot_be_followed_shows_its_line(string directive, int column, string sentence)
    {
        _bench.Workshop.Build("losses", Scenario.Loss("losses", "focal"), builtIn: true);
        _bench.Workshop.Build("acme", Scenario.Loss("acme", "dice"));
        var path = _bench.Script($"{directive}\nPrint(\"x\");");
        var fault = Fault(path);
        Assert.Contains($"{path}:1:{column}: ", fault, StringComparison.Ordinal);
        Assert.Contains(sentence, fault, StringComparison.Ordinal);
        Assert.Contains($"\n  {directive}\n  {new string(' ', column - 1)}^^", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_built_in_plugin_that_cannot_be_used_is_named_where_it_is_missed()
    {
        var path = _bench.Script("Print(new LossesOptions().ToString());");
        _bench.Workshop.Write("built-in/losses/losses.dll", "not any more");
        var fault = Fault(path);
        Assert.Contains("'LossesOptions' could not be found", fault, StringComparison.Ordinal);
        Assert.Contains("losses.dll is not a .NET assembly", fault, StringComparison.Ordinal);
        Assert.Equal(["x"], _bench.Run(_bench.Script("Print(\"x\");")));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var path = Path.Join(_bench.Workshop.State, "none.csx");
        Assert.Contains(path, Fault(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_script_throws_comes_out_as_it_is_with_its_line(bool fromCache)
    {
        var path = _bench.Script("""
            void Check(int value)
            {
                if (value > 1) throw new InvalidDataException("too much");
            }
            await Task.Yield();
            Check(2);
            """);
        if (fromCache) _bench.Compile(path).Dispose();
        using var recipe = _bench.Compile(path);
        Assert.Equal(fromCache, recipe.FromCache);
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => recipe.Run(new Recipe(new FakeRecipeHost())));
        var place = RecipeLocation.Of(fault);
        Assert.Equal((path, 3, "    if (value > 1) throw new InvalidDataException(\"too much\");"), (place!.File, place.Line, place.Text));
        Assert.Null(RecipeLocation.Of(new InvalidOperationException("not of a script")));
    }

    [Fact]
    public async Task A_fault_without_a_call_has_its_line_too()
    {
        var path = _bench.Script("var numbers = new int[1];\nvar index = Setting(\"i\", 3);\nnumbers[index] = 1;\n");
        using var recipe = _bench.Compile(path);
        var fault = await Assert.ThrowsAsync<IndexOutOfRangeException>(() => recipe.Run(new Recipe(new FakeRecipeHost())));
        Assert.Equal(3, RecipeLocation.Of(fault)?.Line);
    }

    [Fact]
    public void A_plugin_that_does_not_load_is_blamed_when_the_recipe_starts()
    {
        _bench.Workshop.Build("losses", Scenario.Loss("losses", "focal", register: "throw new InvalidOperationException(\"out of order\");"), builtIn: true);
        var path = _bench.Script("Print(new LossesOptions().ToString());");
        var fault = Assert.Throws<PluginException>(() => { _bench.Run(path); });
        Assert.Contains("out of order", fault.Message, StringComparison.Ordinal);
    }

    private string Fault(string path) => Assert.Throws<RecipeException>(() => _bench.Compile(path)).Message;
}
