// The plugin of docs/writing-a-plugin.md, built with dotnet build as the page says, trusted and used in a run.
using System.Diagnostics;
using System.Text.RegularExpressions;
using PluginHost.Tests.App;
using Xunit;

namespace PluginHost.Tests.Docs;

public sealed partial class PluginPageTests
{
    [Fact]
    public void A_newcomer_who_follows_the_page_has_a_plugin_that_trains()
    {
        var built = Path.Join(SharedData.Checkout, "artifacts", "host", "PluginHost.Sdk.dll");
        if (!File.Exists(built)) Assert.Skip("The host is not built in this checkout; ./pluginhost builds it.");
        using var host = new HostProcess();
        var page = File.ReadAllText(Path.Join(SharedData.Checkout, "docs", "writing-a-plugin.md"));
        var project = Directory.CreateDirectory(Path.Join(host.Folder, "acme")).FullName;
        foreach (var (index, sample) in Samples(page, "csharp").Index()) File.WriteAllText(Path.Join(project, $"File{index}.cs"), sample);
        File.WriteAllText(Path.Join(project, "Acme.csproj"), Samples(page, "xml").Single());
        var plugin = Path.Join(host.Folder, "plugins", "acme");
        Build(project, plugin);

        var environment = new Dictionary<string, string> { ["PLUGINHOST_PLUGINS"] = plugin };
        var refused = host.Run(environment, "plugins", "show", "focal");
        Assert.Equal(2, refused.Code);
        Assert.Contains("plugins trust acme", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, host.Run(environment, "plugins", "trust", "acme").Code);
        Assert.Contains("How much less an easy row counts", host.Run(environment, "plugins", "show", "focal").Output, StringComparison.Ordinal);

        host.Script($$"""
            #r "plugin:acme"
            var kinds = new Dictionary<string, IReadOnlyList<string>> { ["C#"] = ["*.cs"], ["prose"] = ["*.md"] };
            var result = await Finetune("focal").Bytes().Snippets(["{{SharedData.Checkout}}/host/Sdk/**", "{{SharedData.Checkout}}/docs/**"], kinds, length: 32)
                .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 32 })
                .Classify(2).Loss("focal", new Acme.FocalOptions { Gamma = 1 }).Adapt("scale").AdamW(1e-2).Batch(8).Steps(3).Run();
            Report("steps_made", result.Steps);
            """);
        var run = host.Run(environment, "run", "recipe.csx", "--trust", "--json");
        Assert.True(run.Code == 0, run.Errors);
        Assert.Contains("\"steps_made\":3", run.Output, StringComparison.Ordinal);
    }

    private static void Build(string project, string output)
    {
        var start = new ProcessStartInfo("dotnet", ["build", project, "--output", output, "--nologo", "--verbosity", "quiet", "-nodeReuse:false"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PLUGINHOST_HOME"] = SharedData.Checkout;
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
    }

    private static IEnumerable<string> Samples(string page, string language) =>
        Block().Matches(page).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value);

    [GeneratedRegex("```(\\w+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
