// A rebuilt plugin takes the old one's place, and what was replaced goes from memory or is named.
using System.Runtime.CompilerServices;
using PluginHost.Loading;
using Xunit;

namespace PluginHost.Tests.Loading;

public sealed class ReloadTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void A_plugin_that_is_unloaded_is_gone_from_memory_and_loads_again()
    {
        var catalog = Loaded();
        var result = catalog.Unload("losses");
        Assert.True(result.Complete, string.Join("\n", result.StillHeld));
        Assert.Contains("generation 1 of plugin \"losses\"", Assert.Single(result.Collected), StringComparison.Ordinal);
        Assert.Equal("v1", Losses.Reads(catalog, "focal"));
        Assert.Equal(2, catalog.Find("losses")!.Generation);
    }

    [Fact]
    public void What_is_still_held_is_named_and_goes_when_its_holder_does()
    {
        var catalog = Loaded();
        Hold(catalog);
        var result = catalog.Unload("losses");
        Assert.True(result.Complete, string.Join("\n", result.StillHeld));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Hold(PluginCatalog catalog)
        {
            var loss = Losses.Make(catalog, "focal");
            var held = catalog.Unload("losses");
            Assert.Contains("generation 1 of plugin \"losses\"", Assert.Single(held.StillHeld), StringComparison.Ordinal);
            Assert.Empty(held.Collected);
            Assert.Equal("v1", loss.Reads[0]);
        }
    }

    [Fact]
    public void A_newer_build_is_loaded_beside_the_old_one_and_takes_its_place()
    {
        var catalog = Loaded();
        Swap(catalog);
        var result = catalog.UnloadReplaced("losses");
        Assert.True(result.Complete, string.Join("\n", result.StillHeld));
        Assert.Single(result.Collected);
        Assert.Equal("v2", Losses.Reads(catalog, "focal"));
        Assert.Equal("losses", catalog.Entries.Single(entry => entry.Name == "dice").Plugin);

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Swap(PluginCatalog catalog)
        {
            var old = Losses.Make(catalog, "focal");
            _workshop.Build("losses", Scenario.Loss("losses", "focal", reads: "\"v2\"", attributes: "[assembly: Provides(Kind.Loss, \"dice\")]",
                register: "registry.Loss<LossesOptions>(\"focal\", (o, c) => new LossesLoss()); registry.Loss<NoOptions>(\"dice\", (o, c) => new LossesLoss());"), builtIn: true);
            var reload = catalog.Reload("losses");
            Assert.Equal((true, 2), (reload.Changed, reload.Generation));
            Assert.Equal(catalog.Find("losses")!.Hash, reload.Hash);
            Assert.Equal(("v1", "v2", "v2"), (old.Reads[0], Losses.Reads(catalog, "focal"), Losses.Reads(catalog, "dice")));
            Assert.False(catalog.Reload("losses").Changed);
        }
    }

    [Theory]
    [InlineData("damaged", "is not a .NET assembly")]
    [InlineData("throws", "InvalidOperationException: not today")]
    [InlineData("clashes", "Two plugins provide the loss \"hinge\"")]
    [InlineData("renamed", "calls itself \"others\" now")]
    public void A_build_that_does_not_load_leaves_the_old_one_in_use(string how, string sentence)
    {
        _workshop.Build("more", Scenario.Loss("more", "hinge"), builtIn: true);
        var catalog = Loaded();
        var file = Path.Join(_workshop.BuiltIn, "losses", "losses.dll");
        if (how == "damaged") File.WriteAllText(file, "not any more");
        else if (how == "throws") _workshop.Build("losses", Scenario.Loss("losses", "focal", register: "throw new InvalidOperationException(\"not today\");"), builtIn: true);
        else if (how == "clashes") _workshop.Build("losses", Scenario.Loss("losses", "hinge"), builtIn: true);
        else _workshop.Build("losses", Scenario.Loss("others", "focal"), builtIn: true);
        Assert.Contains(sentence, Assert.Throws<PluginException>(() => catalog.Reload("losses")).Message, StringComparison.Ordinal);
        Assert.Equal("v1", Losses.Reads(catalog, "focal"));
        Assert.Equal(1, catalog.Find("losses")!.Generation);
    }

    private PluginCatalog Loaded()
    {
        _workshop.Build("losses", Scenario.Loss("losses", "focal"), builtIn: true);
        var catalog = _workshop.Catalog();
        Assert.Equal("v1", Losses.Reads(catalog, "focal"));
        return catalog;
    }
}
