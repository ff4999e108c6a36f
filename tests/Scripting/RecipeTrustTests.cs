// A recipe from outside the checkout runs when somebody has said yes to it as it is.
using PluginHost.Scripting;
using Xunit;

namespace PluginHost.Tests.Scripting;

public sealed class RecipeTrustTests : IDisposable
{
    private readonly Bench _bench = new();

    private string Home => Path.Join(_bench.Workshop.State, "..", "home");

    private RecipeTrust Trust => new(Path.GetFullPath(Home), _bench.Workshop.State);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_recipe_of_the_checkout_is_trusted_and_a_link_out_of_it_is_not()
    {
        var inside = _bench.Workshop.Write("home/scripts/mine.csx", "");
        var outside = _bench.Script("");
        var beside = _bench.Workshop.Write("home-of-another/mine.csx", "");
        var link = _bench.Workshop.PathOf("home/scripts/link.csx");
        File.CreateSymbolicLink(link, outside);
        Assert.Equal([true, false, false, false], new[] { inside, outside, beside, link }.Select(Trust.IsTrusted));
    }

    [Fact]
    public void A_yes_is_for_the_text_that_was_there()
    {
        _bench.Script("Print(\"part\");", "part.csx");
        var path = _bench.Script("#load \"part.csx\"");
        var copy = _bench.Script("#load \"part.csx\"", "copy.csx");
        Trust.Trust(path);
        Assert.True(Trust.IsTrusted(path));
        Assert.False(Trust.IsTrusted(copy));
        _bench.Script("Print(\"another\");", "part.csx");
        Assert.False(Trust.IsTrusted(path));
        _bench.Script("Print(\"part\");", "part.csx");
        Assert.True(Trust.IsTrusted(path));
        _bench.Script("#load \"part.csx\"\nPrint(\"more\");");
        Assert.False(Trust.IsTrusted(path));
    }

    [Fact]
    public void What_changed_since_the_yes_is_named()
    {
        var part = _bench.Script("Print(\"part\");", "part.csx");
        var path = _bench.Script("#load \"part.csx\"");
        Assert.Empty(Trust.ChangedSince(path));
        Trust.Trust(path);
        _bench.Script("Print(\"another\");", "part.csx");
        Assert.Equal([part], Trust.ChangedSince(path));
    }
}
