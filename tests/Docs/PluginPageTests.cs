// The plugins of docs/writing-a-plugin.md: compiled and verified as they stand there, and the page's way from nothing to a run, walked.
using System.Diagnostics;
using System.Text.RegularExpressions;
using PluginHost.Conformance;
using PluginHost.Tests.App;
using PluginHost.Tests.Conformance;
using PluginHost.Tests.Templates;
using Xunit;
using Verdict = PluginHost.Conformance.Verdict;

namespace PluginHost.Tests.Docs;

public sealed partial class PluginPageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Join(SharedData.Checkout, "docs", "writing-a-plugin.md"));

    private static string[] Plugins => [.. Samples("csharp")];

    [Fact]
    public void A_LoRA_variant_takes_less_than_sixty_lines()
    {
        var sample = Plugins.Single(sample => sample.Contains("ProjectionAdapter<", StringComparison.Ordinal));
        Assert.Contains("[assembly: Plugin(", sample, StringComparison.Ordinal);
        Assert.InRange(sample.Split('\n').Count(line => line.Trim().Length > 0), 20, 59);
    }

    [Fact]
    public void The_plugins_of_the_page_pass_the_suite()
    {
        var compiled = Plugins.Select((sample, index) => CompiledPlugin.Of($"page-{index}", [($"Sample{index}.cs", sample)])).ToList();
        Assert.Equal(2, compiled.Count);
        var catalog = new InstanceCatalog([.. BuiltIns.Plugins, .. compiled.Select(one => one.Entry)]);
        using var suite = new ConformanceSuite(catalog, catalog.EntryPoint);
        foreach (var name in new[] { "acme-dora", "focal" })
        {
            var results = suite.Plan(catalog.Entries.Single(entry => entry.Name == name).Plugin).Select(check => check.Run()).ToList();
            Assert.Equal("", string.Join("\n", results.Where(result => result.Verdict == Verdict.Broken).Select(result => $"{result.Component}: {result.Check}: {result.Sentence}")));
            Assert.True(results.Count(result => result.Verdict == Verdict.Holds) >= 7, string.Join("\n", results));
        }
    }

    [Fact]
    public void A_newcomer_who_follows_the_page_has_a_plugin_that_trains()
    {
        if (!File.Exists(Path.Join(SharedData.Checkout, "artifacts", "feed", "PluginHost.Sdk.version"))) Assert.Skip("The host is not built in this checkout; ./pluginhost builds it.");
        using var host = new HostProcess();
        var state = new Dictionary<string, string> { ["PLUGINHOST_STATE"] = Path.Join(host.Folder, "state") };

        var (code, output, errors) = host.Run(state, "plugins", "new", "acme-dora", "--kind", "adapter");
        Assert.True(code == 0, errors);
        foreach (var file in new[] { "acme-dora.csproj", "AcmeDoraAdapter.cs", "recipe.csx" }) Assert.Contains(file, output, StringComparison.Ordinal);
        var project = Path.Join(host.Folder, "acme-dora");
        // The page's method in the place of the template's.
        foreach (var file in Directory.GetFiles(project, "*.cs")) File.Delete(file);
        File.WriteAllText(Path.Join(project, "Dora.cs"), Plugins[0]);
        Build(project, state);

        Assert.Contains("Not trusted yet: acme-dora", host.Run(state, "plugins", "list").Output, StringComparison.Ordinal);
        Assert.Equal(0, host.Run(state, "plugins", "trust", "acme-dora", "--rebuilds").Code);
        Assert.Contains("plugins show adapter/acme-dora", host.Run(state, "plugins", "show", "acme-dora").Output, StringComparison.Ordinal);
        Assert.Contains("The rank r of the update", host.Run(state, "plugins", "show", "adapter/acme-dora").Output, StringComparison.Ordinal);

        host.Script($$"""
            #r "plugin:acme-dora"
            var kinds = new Dictionary<string, IReadOnlyList<string>> { ["C#"] = ["*.cs"], ["prose"] = ["*.md"] };
            var result = await Finetune("dora").Bytes().Snippets(["{{SharedData.Checkout}}/host/Sdk/**", "{{SharedData.Checkout}}/docs/**"], kinds, length: 32)
                .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 32 })
                .Classify(2).Loss("cross-entropy").Adapt("acme-dora", new AcmeDoraPlugin.AcmeDoraOptions { Rank = 2 }).AdamW(1e-2).Batch(8).Steps(3).Run();
            Report("steps_made", result.Steps);
            Report("trained", result.TrainableParameters);
            """);
        (code, output, errors) = host.Run(state, "run", "recipe.csx", "--trust", "--json");
        Assert.True(code == 0, errors);
        Assert.Contains("\"steps_made\":3", output, StringComparison.Ordinal);
        // On c_attn [48, 16]: A 2·16, B 48·2, m 48; and the head's 2·16.
        Assert.Contains("\"trained\":208", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_builds_and_verifies_in_one_command_and_takes_a_new_package_by_itself()
    {
        var feed = Path.Join(SharedData.Checkout, "artifacts", "feed");
        if (!File.Exists(Path.Join(feed, "PluginHost.Sdk.version"))) Assert.Skip("The host is not built in this checkout; ./pluginhost builds it.");
        using var host = new HostProcess();
        var state = new Dictionary<string, string> { ["PLUGINHOST_STATE"] = Path.Join(host.Folder, "state") };
        Assert.Equal(0, host.Run(state, "plugins", "new", "acme-steps", "--kind", "schedule", "--output", "here").Code);
        var project = Path.Join(host.Folder, "here");
        // A feed of its own, so that a new version can come into it; and the program that these tests start, not the checkout's.
        var own = Directory.CreateDirectory(Path.Join(host.Folder, "feed")).FullName;
        foreach (var file in Directory.GetFiles(feed)) File.Copy(file, Path.Join(own, Path.GetFileName(file)));
        foreach (var file in new[] { "Directory.Build.props", "nuget.config" })
            File.WriteAllText(Path.Join(project, file), File.ReadAllText(Path.Join(project, file)).Replace(feed, own, StringComparison.Ordinal));
        Build(project, state);
        Assert.Equal(0, host.Run(state, "plugins", "trust", "acme-steps", "--rebuilds").Code);

        var version = File.ReadAllText(Path.Join(own, "PluginHost.Sdk.version")).Trim();
        Repack(own, version, version + "0");
        var said = Build(project, state, "-t:Verify", $"-p:PluginHostProgram={HostProcess.Built}");
        Assert.Contains("\"acme-steps\"", said, StringComparison.Ordinal);
        Assert.Contains(" passed, 0 failed, ", said, StringComparison.Ordinal);
        Assert.Contains(version + "0", File.ReadAllText(Path.Join(project, "obj", "project.assets.json")), StringComparison.Ordinal);
    }

    // The package again under another version, as a host's build makes it after a change.
    private static void Repack(string feed, string version, string next)
    {
        var from = Path.Join(feed, $"PluginHost.Sdk.{version}.nupkg");
        using (var package = System.IO.Compression.ZipFile.Open(from, System.IO.Compression.ZipArchiveMode.Update))
        {
            var described = package.GetEntry("PluginHost.Sdk.nuspec")!;
            string text;
            using (var reader = new StreamReader(described.Open())) text = reader.ReadToEnd();
            described.Delete();
            using var writer = new StreamWriter(package.CreateEntry("PluginHost.Sdk.nuspec").Open());
            writer.Write(text.Replace($"<version>{version}<", $"<version>{next}<", StringComparison.Ordinal));
        }

        File.Move(from, Path.Join(feed, $"PluginHost.Sdk.{next}.nupkg"));
        File.WriteAllText(Path.Join(feed, "PluginHost.Sdk.version"), next);
    }

    private static string Build(string project, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["build", project, "--nologo", "-nodeReuse:false", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // No source but the project's own may be asked, and packages of a test are no user's.
        start.Environment["NUGET_PACKAGES"] = Path.Join(Path.GetDirectoryName(project), "packages");
        start.Environment["PLUGINHOST_HOME"] = SharedData.Checkout;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
        Assert.DoesNotContain("warning", said, StringComparison.Ordinal);
        return said;
    }

    private static IEnumerable<string> Samples(string language) =>
        Block().Matches(s_page).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value);

    [GeneratedRegex("```(\\w+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
