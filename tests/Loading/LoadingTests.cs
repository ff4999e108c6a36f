// Plugins are loaded when they are asked for, each with its own dependencies, and held to what they announced.
using System.Runtime.Loader;
using PluginHost.Loading;
using Xunit;

namespace PluginHost.Tests.Loading;

public sealed class LoadingTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void A_plugin_is_loaded_when_one_of_its_components_is_asked_for()
    {
        _workshop.Build("losses", Scenario.Loss("losses", "focal"), builtIn: true);
        _workshop.Build("more", Scenario.Loss("more", "dice"), builtIn: true);
        var catalog = _workshop.Catalog();
        Assert.Equal([0, 0], catalog.Plugins.Select(plugin => plugin.Generation));
        Assert.Equal("v1", Losses.Reads(catalog, "focal"));
        Assert.Equal([1, 0], catalog.Plugins.Select(plugin => plugin.Generation));
        catalog.Preload(["more"]);
        Assert.Equal([1, 1], catalog.Plugins.Select(plugin => plugin.Generation));
        var assembly = catalog.AssemblyOf("losses");
        Assert.True(AssemblyLoadContext.GetLoadContext(assembly)!.IsCollectible);
        // Not the file that a build writes.
        Assert.StartsWith(_workshop.State, assembly.Location, StringComparison.Ordinal);
        Assert.Equal(catalog.ReferencePath("losses"), assembly.Location);
    }

    [Fact]
    public void Each_plugin_has_its_own_version_of_a_library()
    {
        foreach (var version in (string[])["1", "2"])
        {
            var folder = $"with-v{version}";
            var library = _workshop.Build(folder, $$"""
                [assembly: System.Reflection.AssemblyVersion("{{version}}.0.0.0")]
                public static class Library { public static string Version => "library {{version}}"; }
                """, assembly: "Library");
            _workshop.Build(folder, Scenario.Loss(folder, $"loss-{version}", reads: "Library.Version"), references: library);
        }

        var catalog = _workshop.Trusting("with-v1", "with-v2");
        Assert.Equal("library 1", Losses.Reads(catalog, "loss-1"));
        Assert.Equal("library 2", Losses.Reads(catalog, "loss-2"));
    }

    [Fact]
    public void Dependencies_are_where_the_deps_json_says()
    {
        var library = _workshop.Build("acme/runtimes/unix/lib", "public static class Library { public static string Version => \"deps\"; }", assembly: "Library");
        _workshop.Build("acme", Scenario.Loss("acme", "focal", reads: "Library.Version"), references: library);
        _workshop.Write("strangers/acme/acme.deps.json", """
            {
              "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" },
              "targets": { ".NETCoreApp,Version=v10.0": {
                "acme/1.0.0": { "dependencies": { "Library": "1.0.0" }, "runtime": { "acme.dll": {} } },
                "Library/1.0.0": { "runtimeTargets": { "runtimes/unix/lib/Library.dll": { "rid": "unix", "assetType": "runtime" } } } } },
              "libraries": {
                "acme/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
                "Library/1.0.0": { "type": "package", "serviceable": false, "sha512": "" } }
            }
            """);
        Assert.Equal("deps", Losses.Reads(_workshop.Trusting("acme"), "focal"));
    }

    [Fact]
    public void The_hosts_own_libraries_are_not_lent()
    {
        // Loading is the host's; a plugin that compiles against it does not carry it.
        _workshop.Build("acme", Scenario.Loss("acme", "focal", reads: "typeof(PluginHost.Loading.CatalogOptions).Name"), references: typeof(CatalogOptions).Assembly.Location);
        var catalog = _workshop.Trusting("acme");
        var fault = Assert.ThrowsAny<Exception>(() => Losses.Reads(catalog, "focal"));
        Assert.Contains("PluginHost.Loading", fault.ToString(), StringComparison.Ordinal);
        Assert.Contains("The host's own copy is not shared", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "announces loss \"focal\" and does not register it.")]
    [InlineData("registry.Loss<AcmeOptions>(\"dice\", (o, c) => new AcmeLoss());", "registers loss \"dice\" without announcing it")]
    [InlineData("registry.Metric<AcmeOptions>(\"focal\", (o, c) => null!);", "registers metric \"focal\" without announcing it")]
    [InlineData("registry.Loss<NoOptions>(\"focal\", (o, c) => new AcmeLoss());", "with the options Acme.AcmeOptions and registers it with PluginHost.NoOptions")]
    [InlineData("for (var i = 0; i < 2; i++) registry.Loss<AcmeOptions>(\"focal\", (o, c) => new AcmeLoss());", "registers loss \"focal\" twice")]
    [InlineData("throw new InvalidOperationException(\"out of order\");", "failed while it was being loaded: InvalidOperationException: out of order")]
    public void A_plugin_that_does_not_keep_its_word_is_blamed(string register, string sentence)
    {
        var file = _workshop.Build("acme", Scenario.Loss("acme", "focal", register: register));
        var catalog = _workshop.Trusting("acme");
        var fault = Assert.Throws<PluginException>(() => catalog.Get(Kind.Loss, "focal"));
        Assert.StartsWith($"Plugin \"acme\" ({file}) ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, catalog.Find("acme")!.Generation);
    }

    [Fact]
    public void A_static_constructor_that_throws_is_blamed_with_its_own_words_and_not_run_twice()
    {
        var count = _workshop.PathOf("count");
        _workshop.Build("acme", Scenario.Loss("acme", "focal",
            members: $$"""static AcmePlugin() { System.IO.File.AppendAllText(@"{{count}}", "x"); throw new FormatException("no good"); }"""));
        var catalog = _workshop.Trusting("acme");
        Assert.Contains("FormatException: no good", Assert.Throws<PluginException>(() => catalog.Get(Kind.Loss, "focal")).Message, StringComparison.Ordinal);
        Assert.Contains("FormatException: no good", Assert.Throws<PluginException>(() => catalog.Preload(["acme"])).Message, StringComparison.Ordinal);
        Assert.Equal("x", File.ReadAllText(count));
    }

    [Fact]
    public void Options_are_described_with_their_doc_comments()
    {
        _workshop.Build("acme", Scenario.Loss("acme", "focal"));
        var description = _workshop.Trusting("acme").Describe(Kind.Loss, "focal");
        Assert.Equal("What the AcmeLoss does.", description.Summary);
        var (option, summary) = Assert.Single(description.Options);
        Assert.Equal(("Strength", "0.5", "between 0 and 1"), (option.Name, option.Default, option.Rule));
        Assert.Equal("How strongly it is weighed.", summary);
    }

    [Fact]
    public void A_build_that_truncates_the_file_does_no_harm_to_what_is_loaded()
    {
        var file = _workshop.Build("acme", Scenario.Loss("acme", "focal"));
        var catalog = _workshop.Trusting("acme");
        catalog.Preload(["acme"]);
        File.WriteAllBytes(file, []);
        Assert.Equal("v1", Losses.Reads(catalog, "focal"));
    }

    [Fact]
    public void Many_threads_that_ask_at_once_get_one_generation()
    {
        _workshop.Build("losses", Scenario.Loss("losses", "focal"), builtIn: true);
        var catalog = _workshop.Catalog();
        var assemblies = new System.Reflection.Assembly[8];
        Parallel.For(0, assemblies.Length, i => assemblies[i] = i % 2 == 0 ? catalog.AssemblyOf("losses") : catalog.Get(Kind.Loss, "focal").Options.Assembly);
        Assert.Single(assemblies.Distinct());
    }
}
