// The scenarios of tests/TestPlugins that need no run: each plugin in a world of its own, and one sentence about each that cannot be used.
using PluginHost.Loading;
using Xunit;

namespace PluginHost.Tests.Loading;

public sealed class IsolationTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void Two_plugins_use_two_versions_of_one_library_side_by_side()
    {
        _workshop.BuildScenario("PrivateDependencyV1");
        _workshop.BuildScenario("PrivateDependencyV2");
        var catalog = _workshop.Trusting("private-dependency-v1", "private-dependency-v2");
        Assert.Equal("library 1", Losses.Reads(catalog, "private-dependency-v1"));
        Assert.Equal("library 2", Losses.Reads(catalog, "private-dependency-v2"));
    }

    [Fact]
    public void A_native_library_lies_beside_its_plugin_and_is_loaded_from_the_trusted_copy()
    {
        var file = _workshop.BuildScenario("NativeDependency");
        var catalog = _workshop.Trusting("native-dependency");
        // What is loaded was copied when it was trusted; the build's own file may go.
        File.Delete(Path.Join(Path.GetDirectoryName(file), "libanswer.so"));
        Assert.Equal("answer 42", Losses.Reads(catalog, "native-dependency"));
        Assert.Contains(File.ReadLines("/proc/self/maps"), line => line.EndsWith("/libanswer.so", StringComparison.Ordinal) && line.Contains(_workshop.State, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_plugins_of_one_loss_are_both_named_with_their_files()
    {
        var (first, second) = (_workshop.BuildScenario("SameNameFirst"), _workshop.BuildScenario("SameNameSecond"));
        var sentence = Assert.Throws<PluginException>(() => _workshop.Catalog().Get(Kind.Loss, "same-name")).Message;
        Assert.Contains("Two plugins provide the loss \"same-name\"", sentence, StringComparison.Ordinal);
        Assert.Contains($"\"same-name-first\" ({first})", sentence, StringComparison.Ordinal);
        Assert.Contains($"\"same-name-second\" ({second})", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WrongMajor", "was written against Sdk 2, and this host has Sdk 1.")]
    [InlineData("NewerMinor", "wants Sdk 1.99 or newer, and this host has Sdk 1.")]
    [InlineData("ThrowsInStaticConstructor", "failed while it was being loaded: FormatException: not even begun")]
    [InlineData("ThrowsInRegister", "failed while it was being loaded: InvalidOperationException: out of order")]
    public void A_plugin_that_cannot_be_used_is_named_with_its_file(string scenario, string sentence)
    {
        var file = _workshop.BuildScenario(scenario);
        var catalog = _workshop.Catalog();
        var plugin = Assert.Single(catalog.Plugins);
        if (plugin.Refused is null) catalog.Trust(plugin.Name);
        Assert.StartsWith($"Plugin \"{plugin.Name}\" ({file}) {sentence}", Assert.Throws<PluginException>(() => catalog.Get(Kind.Loss, plugin.Name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_not_there_is_named_and_so_is_who_needs_it()
    {
        var file = _workshop.BuildScenario("MissingDependency");
        var catalog = _workshop.Trusting("missing-dependency");
        var fault = Assert.ThrowsAny<Exception>(() => Losses.Reads(catalog, "missing-dependency"));
        // The runtime wraps it in words of its own.
        Assert.StartsWith($"Plugin \"missing-dependency\" ({file}) needs Absent, ", fault.InnerException!.Message, StringComparison.Ordinal);
        Assert.Contains("set EnableDynamicLoading", fault.InnerException.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_is_no_assembly_and_what_is_damaged_are_refused_by_file()
    {
        var library = _workshop.PathOf("strangers/not-dot-net/not-dot-net.dll");
        Workshop.Native(Path.Join(SharedData.Checkout, "tests", "TestPlugins", "NotDotNet", "library.c"), library);
        var damaged = _workshop.BuildScenario("ThrowsInForward");
        File.WriteAllBytes(damaged, File.ReadAllBytes(damaged)[..^700]);
        var refused = _workshop.Catalog().Plugins.ToDictionary(plugin => plugin.Name, plugin => plugin.Refused);
        Assert.StartsWith($"{library} is not a .NET assembly", refused["not-dot-net"], StringComparison.Ordinal);
        Assert.StartsWith($"{damaged} is damaged: it ends too early", refused["throws-in-forward"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_that_holds_itself_is_named_when_it_is_to_go()
    {
        var file = _workshop.BuildScenario("HoldsItself");
        var catalog = _workshop.Trusting("holds-itself");
        Losses.Reads(catalog, "holds-itself");
        Assert.StartsWith($"generation 1 of plugin \"holds-itself\" ({file}, ", Assert.Single(catalog.Unload("holds-itself").StillHeld), StringComparison.Ordinal);
    }
}
