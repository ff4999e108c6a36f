// How a console shows values.
using PluginHost.Scripting;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Scripting.Console;

public sealed class ConsoleTextTests
{
    private sealed record Row(string Name, double Value);

    [Fact]
    public void Values_are_shown_as_one_would_write_them()
    {
        Assert.Equal("null", ConsoleText.Of(null));
        Assert.Equal("a text", ConsoleText.Of("a text"));
        Assert.Equal("0.333333", ConsoleText.Of(1.0 / 3));
        Assert.Equal("{ a = 1, b = x }", ConsoleText.Of(new { a = 1, b = "x" }));
        Assert.Equal("int[3] { 1, 2, 3 }", ConsoleText.Of(new[] { 1, 2, 3 }));
        Assert.Equal("one\ntwo", ConsoleText.Of(new[] { "one", "two" }));
    }

    [Fact]
    public void Rows_are_a_table_and_none_says_so()
    {
        Assert.Equal("Name  Value\nlong  0.25\nb     1", ConsoleText.Of(new[] { new Row("long", 0.25), new Row("b", 1) }));
        Assert.Equal("Key  Value\na    1", ConsoleText.Of(new Dictionary<string, int> { ["a"] = 1 }));
        Assert.Equal("Name  Value\n(nothing)", ConsoleText.Of(Array.Empty<Row>()));
    }

    [Fact]
    public void A_tensor_is_its_shape_its_figures_and_its_elements_when_they_are_few()
    {
        Assert.Equal("float32[2]  mean 2  std 1  min 1  max 3  norm 3.16228\n 1 3", ConsoleText.Of(torch.tensor([1f, 3f])));
        Assert.Equal("int64[] 7", ConsoleText.Of(torch.tensor(7L)));
        Assert.DoesNotContain('\n', ConsoleText.Of(torch.zeros(200)));
        Assert.Contains("1 not finite", ConsoleText.Of(torch.tensor([1f, float.NaN])), StringComparison.Ordinal);
        var gone = torch.zeros(2);
        gone.Dispose();
        Assert.Equal("a tensor that is disposed of", ConsoleText.Of(gone));
    }
}
