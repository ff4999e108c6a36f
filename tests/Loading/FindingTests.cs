// What is found in plugin folders, and what is said of what cannot be used.
using PluginHost.Loading;
using Xunit;

namespace PluginHost.Tests.Loading;

public sealed class FindingTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void A_plugin_is_described_by_its_metadata()
    {
        var file = _workshop.Build("acme", Scenario.Loss("acme", "focal"));
        var plugin = Assert.Single(_workshop.Catalog().Plugins);
        Assert.Equal(("acme", "1", file, "Acme", "A loss.", "acme"), (plugin.Name, plugin.Sdk, plugin.File, plugin.Author, plugin.Description, plugin.Assembly));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))), plugin.Hash);
        Assert.Equal((null, false, false, 0), (plugin.Refused, plugin.BuiltIn, plugin.Trusted, plugin.Generation));
        var entry = Assert.Single(plugin.Entries);
        Assert.Equal(new CatalogEntry(Kind.Loss, "focal", "acme", "0.0.0.0", plugin.Hash, "focal.json", null, "Acme.AcmeOptions") { File = file }, entry);
    }

    [Fact]
    public void The_second_start_remembers_what_the_first_found_and_a_damaged_memory_only_costs_time()
    {
        _workshop.Build("acme", Scenario.Loss("acme", "focal"));
        _workshop.Write("strangers/broken/broken.dll", "no assembly");
        _workshop.Age();
        var first = _workshop.Catalog().Plugins;
        var memory = Path.Join(_workshop.State, "plugins.cache");
        var written = File.GetLastWriteTimeUtc(memory);
        Same(first, _workshop.Catalog().Plugins);
        Assert.Equal(written, File.GetLastWriteTimeUtc(memory));

        var bytes = File.ReadAllBytes(memory);
        bytes[^5] ^= 1;
        File.WriteAllBytes(memory, bytes);
        Same(first, _workshop.Catalog().Plugins);
        File.WriteAllText(memory, "x");
        Same(first, _workshop.Catalog().Plugins);

        static void Same(IReadOnlyList<PluginInfo> expected, IReadOnlyList<PluginInfo> actual) => Assert.Equal(
            expected.Select(plugin => (plugin.Name, plugin.Version, plugin.Hash, plugin.ContentHash, plugin.Refused, string.Join(",", plugin.Entries))),
            actual.Select(plugin => (plugin.Name, plugin.Version, plugin.Hash, plugin.ContentHash, plugin.Refused, string.Join(",", plugin.Entries))));
    }

    [Fact]
    public void A_plugin_that_changed_is_read_again()
    {
        _workshop.Build("acme", Scenario.Loss("acme", "focal"));
        _workshop.Age();
        Assert.Equal(["focal"], _workshop.Catalog().Entries.Select(entry => entry.Name));
        _workshop.Build("acme", Scenario.Loss("acme", "dice"));
        Assert.Equal(["dice"], _workshop.Catalog().Entries.Select(entry => entry.Name));
    }

    [Theory]
    [InlineData("2", "was written against Sdk 2, and this host has Sdk 1.")]
    [InlineData("1.99", "wants Sdk 1.99 or newer, and this host has Sdk 1.")]
    [InlineData("one", "was written against Sdk \"one\"")]
    public void A_plugin_for_another_contract_is_refused(string sdk, string sentence)
    {
        var file = _workshop.Build("acme", Scenario.Loss("acme", "focal", sdk: sdk));
        var refused = Refused("acme", Kind.Loss, "focal");
        Assert.Contains(sentence, refused, StringComparison.Ordinal);
        Assert.Contains(file, refused, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_for_an_older_minor_version_is_taken()
    {
        _workshop.Build("acme", Scenario.Loss("acme", "focal", sdk: $"{SdkVersion.Major}.0"));
        Assert.Null(Assert.Single(_workshop.Catalog().Plugins).Refused);
    }

    [Fact]
    public void What_is_no_plugin_is_refused_and_the_others_are_not()
    {
        _workshop.Build("acme", Scenario.Loss("acme", "focal"));
        var text = _workshop.Write("strangers/text/text.dll", "This is no assembly.");
        var cut = _workshop.Build("cut", Scenario.Loss("cut", "cut"));
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..^700]);
        var stub = _workshop.Build("stub", Scenario.Loss("stub", "stub"));
        File.WriteAllBytes(stub, File.ReadAllBytes(stub)[..100]);
        var hole = _workshop.Build("hole", Scenario.Loss("hole", "hole"));
        var holed = File.ReadAllBytes(hole);
        holed.AsSpan(0x200, holed.Length - 0x400).Clear();
        File.WriteAllBytes(hole, holed);
        _workshop.Build("plain", "public class Nothing { }");
        Directory.CreateDirectory(Path.Join(_workshop.Strangers, "void"));

        var refused = _workshop.Catalog().Plugins.ToDictionary(plugin => plugin.Name, plugin => plugin.Refused);
        Assert.Null(refused["acme"]);
        Assert.StartsWith($"{text} is not a .NET assembly", refused["text"], StringComparison.Ordinal);
        Assert.StartsWith($"{cut} is damaged: it ends too early", refused["cut"], StringComparison.Ordinal);
        Assert.StartsWith($"{stub} is damaged", refused["stub"], StringComparison.Ordinal);
        Assert.StartsWith(hole, refused["hole"], StringComparison.Ordinal);
        Assert.Contains("has the attribute [assembly: Plugin(\"name\")]", refused["plain"], StringComparison.Ordinal);
        Assert.Contains("has no .dll", refused["void"], StringComparison.Ordinal);
        Assert.Equal(["focal"], _workshop.Catalog().Entries.Select(entry => entry.Name));
    }

    [Theory]
    [InlineData("public sealed class Second : IPlugin { public void Register(IRegistry registry) { } }", "has 2 public classes that implement IPlugin")]
    public void A_plugin_has_one_class_that_registers(string types, string sentence)
    {
        _workshop.Build("acme", Scenario.Loss("acme", "focal", types: types));
        Assert.Contains(sentence, Refused("acme", Kind.Loss, "focal"), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_in_kebab_case_and_announced_once()
    {
        _workshop.Build("acme", Scenario.Loss("acme", "Focal_Loss"));
        Assert.Contains("is in kebab-case", Refused("acme", Kind.Loss, "Focal_Loss"), StringComparison.Ordinal);
        _workshop.Build("acme", Scenario.Loss("acme", "focal", attributes: "[assembly: Provides(Kind.Loss, \"focal\")]"));
        Assert.Contains("announces loss \"focal\" twice", Refused("acme", Kind.Loss, "focal"), StringComparison.Ordinal);
        _workshop.Build("acme", Scenario.Loss("acme", "focal", attributes: "[assembly: Provides((Kind)99, \"other\")]"));
        Assert.Contains("kind 99", Refused("acme", Kind.Loss, "focal"), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_strangers_of_one_name_are_both_refused_and_both_named()
    {
        var one = _workshop.Build("one", Scenario.Loss("acme", "focal"));
        var other = _workshop.Build("other", Scenario.Loss("acme", "dice"));
        var catalog = _workshop.Catalog();
        Assert.All(catalog.Plugins, plugin =>
        {
            Assert.Contains(one, plugin.Refused, StringComparison.Ordinal);
            Assert.Contains(other, plugin.Refused, StringComparison.Ordinal);
        });
        Assert.Equal(2, catalog.Plugins.Count);
        Assert.Empty(catalog.Entries);
    }

    [Fact]
    public void A_stranger_does_not_take_a_built_in_plugins_place()
    {
        var built = _workshop.Build("losses", Scenario.Loss("losses", "focal"), builtIn: true);
        var stranger = _workshop.Build("acme", Scenario.Loss("acme", "focal", reads: "\"stranger\""));
        var catalog = _workshop.Catalog();
        Assert.Equal("v1", Losses.Reads(catalog, "focal"));
        var refused = catalog.Plugins.Single(plugin => plugin.Name == "acme").Refused;
        Assert.Contains("Two plugins provide the loss \"focal\"", refused, StringComparison.Ordinal);
        Assert.Contains(built, refused, StringComparison.Ordinal);
        Assert.Contains(stranger, refused, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_component_is_answered_with_what_there_is()
    {
        _workshop.Build("losses", Scenario.Loss("losses", "cross-entropy"), builtIn: true);
        _workshop.Build("acme", Scenario.Loss("acme", "focal"));
        _workshop.Write("strangers/text/text.dll", "This is no assembly.");
        var catalog = _workshop.Catalog();
        var sentence = Assert.Throws<PluginException>(() => catalog.Get(Kind.Loss, "crossentropi")).Message;
        Assert.StartsWith("There is no loss \"crossentropi\". Did you mean \"cross-entropy\"?", sentence, StringComparison.Ordinal);
        Assert.Contains("Of this kind there is: cross-entropy, focal.", sentence, StringComparison.Ordinal);
        Assert.Contains($"Looked in {_workshop.BuiltIn}, {_workshop.Strangers}.", sentence, StringComparison.Ordinal);
        Assert.Contains("Refused, so not among them: text", sentence, StringComparison.Ordinal);
        Assert.Contains("There is a loss of that name.", Assert.Throws<PluginException>(() => catalog.Get(Kind.Adapter, "focal")).Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"losses\"?", Assert.Throws<PluginException>(() => catalog.AssemblyOf("loses")).Message, StringComparison.Ordinal);
        Assert.Equal(["acme"], catalog.PluginsFor("focal"));
        Assert.Equal(["acme"], catalog.PluginsFor("acme"));
    }

    [Fact]
    public void A_folder_may_be_a_plugins_own()
    {
        _workshop.Build("acme", Scenario.Loss("acme", "focal"));
        var catalog = new PluginCatalog(_workshop.Options with { OtherFolders = [Path.Join(_workshop.Strangers, "acme"), "/nowhere/at/all"] });
        Assert.Equal("acme", Assert.Single(catalog.Plugins).Name);
    }

    private string Refused(string plugin, Kind kind, string name)
    {
        var catalog = _workshop.Catalog();
        var refused = Assert.Single(catalog.Plugins, found => found.Name == plugin).Refused;
        Assert.NotNull(refused);
        Assert.Equal(refused, Assert.Throws<PluginException>(() => catalog.Get(kind, name)).Message);
        Assert.Equal(refused, Assert.Throws<PluginException>(() => catalog.Trust(plugin)).Message);
        return refused;
    }
}
