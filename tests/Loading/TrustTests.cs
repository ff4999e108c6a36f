// Nothing of a plugin runs before somebody has said yes to exactly its files.
using PluginHost.Loading;
using Xunit;

namespace PluginHost.Tests.Loading;

public sealed class TrustTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void Not_even_a_module_initializer_runs_before_the_plugin_is_trusted()
    {
        var canary = _workshop.PathOf("canary");
        _workshop.Build("acme", Scenario.Loss("acme", "focal", types:
            $$"""static class Canary { [System.Runtime.CompilerServices.ModuleInitializer] internal static void Sing() => System.IO.File.WriteAllText(@"{{canary}}", "sang"); }"""));
        var catalog = _workshop.Catalog();
        Assert.Equal(["focal"], catalog.Entries.Select(entry => entry.Name));
        foreach (var ask in (Action[])
            [
                () => catalog.Get(Kind.Loss, "focal"), () => catalog.AssemblyOf("acme"), () => catalog.ReferencePath("acme"), () => catalog.Preload(["acme"]),
                () => catalog.Describe(Kind.Loss, "focal"), () => catalog.Reload("acme"),
            ])
            Assert.Contains("is not trusted, so none of its code runs", Assert.Throws<PluginException>(ask).Message, StringComparison.Ordinal);
        Assert.True(catalog.Trust("acme").Trusted);
        Assert.False(File.Exists(canary));
        Assert.Equal("v1", Losses.Reads(catalog, "focal"));
        Assert.True(File.Exists(canary));
    }

    [Fact]
    public void Trust_is_remembered_for_the_files_that_were_there_and_no_others()
    {
        _workshop.Build("acme", Scenario.Loss("acme", "focal"));
        _workshop.Trusting("acme");
        Assert.True(Assert.Single(_workshop.Catalog().Plugins).Trusted);
        Assert.Equal("v1", Losses.Reads(_workshop.Catalog(), "focal"));

        // A file beside the assembly counts as much as the assembly.
        var data = _workshop.Write("strangers/acme/native/library.so", "anything");
        Assert.False(Assert.Single(_workshop.Catalog().Plugins).Trusted);
        Assert.Throws<PluginException>(() => _workshop.Catalog().Get(Kind.Loss, "focal"));
        File.Delete(data);
        Assert.Equal("v1", Losses.Reads(_workshop.Catalog(), "focal"));
        _workshop.Build("acme", Scenario.Loss("acme", "focal", reads: "\"v2\""));
        Assert.Throws<PluginException>(() => _workshop.Catalog().Get(Kind.Loss, "focal"));
    }

    [Fact]
    public void A_copy_that_was_tampered_with_is_not_loaded()
    {
        _workshop.Build("acme", Scenario.Loss("acme", "focal"));
        var copy = _workshop.Trusting("acme").ReferencePath("acme");
        _workshop.Build("evil", Scenario.Loss("acme", "focal", reads: "\"evil\""), assembly: "acme");
        File.Copy(Path.Join(_workshop.Strangers, "evil", "acme.dll"), copy, overwrite: true);
        Directory.Delete(Path.Join(_workshop.Strangers, "evil"), recursive: true);
        Assert.Equal("v1", Losses.Reads(_workshop.Catalog(), "focal"));
    }

    [Fact]
    public void What_changes_between_finding_and_loading_is_not_loaded_unseen()
    {
        _workshop.Build("acme", Scenario.Loss("acme", "focal"));
        var lockFile = _workshop.Options.LockFile;
        _workshop.Trusting("acme");
        Directory.Delete(Path.Join(_workshop.State, "loaded"), recursive: true);
        var catalog = _workshop.Catalog();
        _workshop.Build("acme", Scenario.Loss("acme", "focal", reads: "\"v2\""));
        Assert.Throws<PluginException>(() => catalog.Get(Kind.Loss, "focal"));
        Assert.Contains("\"acme.dll\"", File.ReadAllText(lockFile), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_hosts_own_build_wrote_is_trusted_without_a_question_or_a_record()
    {
        _workshop.Build("losses", Scenario.Loss("losses", "focal"), builtIn: true);
        Assert.Equal("v1", Losses.Reads(_workshop.Catalog(), "focal"));
        _workshop.Build("losses", Scenario.Loss("losses", "focal", reads: "\"v2\""), builtIn: true);
        Assert.Equal("v2", Losses.Reads(_workshop.Catalog(), "focal"));
        Assert.False(File.Exists(_workshop.Options.LockFile));
        Assert.Contains("trusted as the host is", Assert.Throws<PluginException>(() => _workshop.Catalog().Untrust("losses")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("losses.dll", "has changed")]
    [InlineData("losses.xml", "has changed")]
    [InlineData("more.txt", "is new")]
    [InlineData("", "is gone")]
    public void A_built_in_plugin_with_another_byte_than_the_build_wrote_is_refused_with_the_way_to_build_it_again(string file, string change)
    {
        var assembly = _workshop.Build("losses", Scenario.Loss("losses", "focal"), builtIn: true);
        // One start after the build, so that what is remembered of it could mislead the next.
        _workshop.Age();
        Assert.Equal("v1", Losses.Reads(_workshop.Catalog(), "focal"));
        var path = Path.Join(_workshop.BuiltIn, "losses", file.Length > 0 ? file : "losses.xml");
        if (change == "is new") File.WriteAllText(path, "");
        else if (change == "is gone") File.Delete(path);
        else Flip(path);
        var catalog = _workshop.Catalog();
        var sentence = Assert.Throws<PluginException>(() => catalog.Get(Kind.Loss, "focal")).Message;
        Assert.StartsWith($"Plugin \"losses\" ({assembly}) is built in and not as the host's build made it, so none of its code runs: {Path.GetFileName(path)} {change}, by ", sentence, StringComparison.Ordinal);
        Assert.Contains($"rm {_workshop.PathOf("setup.stamp")}, and the next ./pluginhost does", sentence, StringComparison.Ordinal);
        Assert.Equal((false, sentence), (catalog.Find("losses")!.Trusted, catalog.Find("losses")!.Tampered));
        Assert.False(catalog.Untrust("losses"));
        // Somebody who says that the change is his is believed, as for a stranger's plugin.
        catalog.Trust("losses");
        Assert.Equal("v1", Losses.Reads(_workshop.Catalog(), "focal"));
        Assert.True(_workshop.Catalog().Untrust("losses"));
    }

    [Fact]
    public void What_is_remembered_of_a_changed_file_is_no_reason_to_refuse_it_once_it_is_as_built_again()
    {
        var file = _workshop.Build("losses", Scenario.Loss("losses", "focal"), builtIn: true);
        Flip(file);
        _workshop.Age();
        var time = File.GetLastWriteTimeUtc(file);
        Assert.NotNull(_workshop.Catalog().Find("losses")!.Tampered);
        Flip(file);
        File.SetLastWriteTimeUtc(file, time);
        Assert.Null(_workshop.Catalog().Find("losses")!.Tampered);
        Assert.Equal("v1", Losses.Reads(_workshop.Catalog(), "focal"));
    }

    [Fact]
    public void A_built_in_folder_without_the_builds_entry_is_refused_whatever_an_earlier_record_says()
    {
        _workshop.Build("losses", Scenario.Loss("losses", "focal"), builtIn: true);
        var entry = Path.Join(_workshop.BuiltIn, "losses.sha256");
        File.Delete(entry);
        var content = _workshop.Catalog().Find("losses")!.ContentHash;
        _workshop.Write("state/plugins.lock.json", $$"""{ "version": 1, "plugins": { "losses": [{ "content": "{{content}}", "by": "build", "files": {} }] } }""");
        Assert.Contains($"there is no {entry}, which the build writes", Assert.Throws<PluginException>(() => _workshop.Catalog().Get(Kind.Loss, "focal")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("canary.dll")]
    [InlineData("canary.xml")]
    [InlineData("canary.deps.json")]
    [InlineData("Library.dll")]
    [InlineData("libsong.so")]
    public void One_flipped_byte_in_any_file_is_refused_and_named(string file)
    {
        _workshop.BuildScenario("Canary");
        _workshop.Write("strangers/canary/canary.deps.json", "{ }");
        Assert.True(_workshop.Trusting("canary").Find("canary")!.Trusted);
        var path = Path.Join(_workshop.Strangers, "canary", file);
        Flip(path);
        var catalog = _workshop.Catalog();
        var plugin = Assert.Single(catalog.Plugins);
        Assert.Equal((false, $"{file} has changed"), (plugin.Trusted, Assert.Single(plugin.Changes)));
        var sentence = Assert.Throws<PluginException>(() => catalog.Get(Kind.Loss, "canary")).Message;
        Assert.Contains($"is not trusted, so none of its code runs: {file} has changed since somebody said yes to it", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_yes_can_be_taken_back()
    {
        _workshop.Build("acme", Scenario.Loss("acme", "focal"));
        _workshop.Trusting("acme").Trust("acme", rebuilds: true);
        Assert.True(_workshop.Catalog().Untrust("acme"));
        Assert.False(_workshop.Catalog().Untrust("acme"));
        Assert.Throws<PluginException>(() => _workshop.Catalog().Get(Kind.Loss, "focal"));
        _workshop.Build("acme", Scenario.Loss("acme", "focal", reads: "\"v2\""));
        Assert.Throws<PluginException>(() => _workshop.Catalog().Get(Kind.Loss, "focal"));
        Assert.Throws<PluginException>(() => _workshop.Catalog().Untrust("nobody"));
    }

    [Fact]
    public void Another_content_than_the_one_that_was_shown_is_not_trusted()
    {
        _workshop.Build("acme", Scenario.Loss("acme", "focal"));
        var catalog = _workshop.Catalog();
        var shown = catalog.Find("acme")!.ContentHash;
        _workshop.Build("acme", Scenario.Loss("acme", "focal", reads: "\"v2\""));
        Assert.Contains("has changed while it was asked about", Assert.Throws<PluginException>(() => catalog.Trust("acme", shown)).Message, StringComparison.Ordinal);
        Assert.False(_workshop.Catalog().Find("acme")!.Trusted);
    }

    [Fact]
    public void A_folder_that_is_trusted_for_rebuilds_is_not_asked_about_and_each_build_is_pinned_and_told()
    {
        _workshop.Build("acme", Scenario.Loss("acme", "focal"));
        var catalog = _workshop.Catalog();
        var told = new List<string>();
        catalog.Told += told.Add;
        catalog.Trust("acme", rebuilds: true);
        Assert.Equal("v1", Losses.Reads(catalog, "focal"));
        Assert.Empty(told);
        var file = _workshop.Build("acme", Scenario.Loss("acme", "focal", reads: "\"v2\""));
        Assert.True(catalog.Reload("acme").Changed);
        Assert.Equal("v2", Losses.Reads(catalog, "focal"));
        Assert.StartsWith($"Plugin \"acme\" ({file}) was built anew", Assert.Single(told), StringComparison.Ordinal);
        var record = File.ReadAllText(_workshop.Options.LockFile);
        Assert.Contains(catalog.Find("acme")!.ContentHash, record, StringComparison.Ordinal);
        // The yes was for that folder; the same plugin in another is a stranger's.
        Directory.Move(Path.Join(_workshop.Strangers, "acme"), Path.Join(_workshop.Strangers, "other"));
        _workshop.Build("other", Scenario.Loss("acme", "focal", reads: "\"v3\""), assembly: "acme");
        Assert.Throws<PluginException>(() => _workshop.Catalog().Get(Kind.Loss, "focal"));
    }

    [Fact]
    public void What_would_steer_a_terminal_is_no_part_of_what_is_shown()
    {
        _workshop.Build("acme", Scenario.Loss("acme", "focal").Replace("Author = \"Acme\"", "Author = \"Ac\\u001b[2Jme\\u202e\"", StringComparison.Ordinal));
        Assert.Equal("Ac [2Jme ", Assert.Single(_workshop.Catalog().Plugins).Author);
    }

    [Fact]
    public void A_damaged_record_is_an_error_and_not_an_empty_record()
    {
        _workshop.Build("acme", Scenario.Loss("acme", "focal"));
        _workshop.Write("state/plugins.lock.json", "{ \"plugins\": ");
        var catalog = _workshop.Catalog();
        Assert.Contains("is damaged", Assert.Throws<SetupException>(() => catalog.Get(Kind.Loss, "focal")).Message, StringComparison.Ordinal);
    }

    // In what compilers leave between things, so that the file still is what it was.
    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
