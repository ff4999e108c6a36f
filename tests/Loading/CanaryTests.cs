// A corpus of canaries: code in every place that runs without being called. None sings before somebody has said yes, and all sing then.
using PluginHost.Loading;
using PluginHost.Tests.App;
using Xunit;

namespace PluginHost.Tests.Loading;

public sealed class CanaryTests : IDisposable
{
    private static readonly string[] s_songs = ["attribute", "library", "module-initializer", "native", "options", "register", "static-constructor", "static-field"];

    private readonly Workshop _workshop = new();
    private readonly HostProcess _host = new();
    private readonly string _cage;

    public CanaryTests()
    {
        _cage = Path.GetDirectoryName(_workshop.PathOf("cage/any"))!;
        _workshop.BuildScenario("Canary", source => source.Replace("CAGE", _cage, StringComparison.Ordinal));
    }

    private string[] Songs => [.. Directory.GetFiles(_cage).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private Dictionary<string, string> Surroundings => new() { ["PLUGINHOST_PLUGINS"] = _workshop.Strangers, ["PLUGINHOST_STATE"] = _workshop.State };

    public void Dispose()
    {
        _workshop.Dispose();
        _host.Dispose();
    }

    [Fact]
    public void None_sings_before_a_yes_and_all_do_after_it()
    {
        var catalog = _workshop.Catalog();
        Assert.False(Assert.Single(catalog.Plugins).Trusted);
        foreach (var ask in (Action[])
            [
                () => catalog.Get(Kind.Loss, "canary"), () => catalog.AssemblyOf("canary"), () => catalog.ReferencePath("canary"), () => catalog.Preload(["canary"]),
                () => catalog.Describe(Kind.Loss, "canary"), () => catalog.Reload("canary"),
            ])
            Assert.Throws<PluginException>(ask);
        catalog.Trust("canary");
        Assert.Empty(Songs);
        // Nor does what compiles against it run any of it.
        Assert.True(File.Exists(catalog.ReferencePath("canary")));
        Assert.Empty(Songs);

        Assert.Equal("library 1", Losses.Reads(catalog, "canary"));
        catalog.Describe(Kind.Loss, "canary");
        catalog.AssemblyOf("canary").GetCustomAttributes(inherit: false);
        Assert.Equal(s_songs, Songs);
    }

    [Fact]
    public void No_command_makes_one_sing_and_no_run_that_does_without_it_or_is_refused_it()
    {
        Assert.Contains("Not trusted yet: canary", Run(0, "plugins", "list"), StringComparison.Ordinal);
        Assert.Contains("A stranger", Run(0, "plugins", "show", "canary"), StringComparison.Ordinal);
        Assert.Contains("not trusted", Run(null, "doctor"), StringComparison.Ordinal);
        Run(0, "run", _host.Script("Print(\"without\");", "without.csx"), "--trust");
        // Nobody is at a terminal, so that the answer is no.
        Assert.Contains("is not trusted, so none of its code runs", Run(2, "run", _host.Script("#r \"plugin:canary\"\nPrint(\"never\");"), "--trust"), StringComparison.Ordinal);
        Assert.Empty(Songs);

        var said = Run(0, "plugins", "trust", "canary");
        foreach (var shown in (string[])["A stranger", "canary.dll", "canary.xml", "Library.dll", "libsong.so", "loss               canary"]) Assert.Contains(shown, said, StringComparison.Ordinal);
        Assert.Empty(Songs);
        Run(0, "plugins", "show", "canary", "--json");
        Assert.Empty(Songs);
    }

    [Theory]
    [InlineData("no", 2)]
    [InlineData("yes", 0)]
    public void At_a_terminal_the_yes_is_asked_for_with_files_author_and_kinds(string answer, int expected)
    {
        var script = _host.Script("#r \"plugin:canary\"\nvar options = new CanaryOptions();");
        using var process = _host.StartAtTerminal(Surroundings, "run", script, "--trust");
        process.StandardInput.WriteLine(answer);
        var (code, output, _) = HostProcess.End(process);
        Assert.True(code == expected, output);
        foreach (var shown in (string[])["A stranger", "canary.dll", "Library.dll", "libsong.so", "loss               canary", "Trust it with exactly these files? [y/N]"])
            Assert.Contains(shown, output, StringComparison.Ordinal);
        Assert.Equal(expected == 0, _workshop.Catalog().Find("canary")!.Trusted);
        if (expected == 0) Assert.Contains("register", Songs);
        else Assert.Empty(Songs);
    }

    private string Run(int? expected, params string[] arguments)
    {
        var (code, output, errors) = _host.Run(Surroundings, arguments);
        Assert.True(expected is null || code == expected, $"{code}: {output}{errors}");
        return output + errors;
    }
}
