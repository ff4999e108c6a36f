// plugins verify as processes: whatever a plugin does, the command ends in order, blames the check and goes on with the next component.
using System.Text.Json.Nodes;
using PluginHost.App;
using PluginHost.Tests.Loading;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class VerifyTests : IDisposable
{
    private readonly HostProcess _host = new();
    private readonly Workshop _workshop = new();

    // The strangers' folder is none that the host looks in.
    private Dictionary<string, string> Surroundings => new() { ["PLUGINHOST_STATE"] = _workshop.State };

    public void Dispose()
    {
        _host.Dispose();
        _workshop.Dispose();
    }

    [Fact]
    public void A_strangers_plugin_is_verified_by_its_path_once_it_is_trusted()
    {
        var file = _workshop.BuildScenario("VerifyGood");
        var folder = Path.GetDirectoryName(file)!;
        var (refused, nothing, errors) = _host.Run(Surroundings, "plugins", "verify", folder);
        Assert.Equal((2, ""), (refused, nothing));
        Assert.Contains($"Plugin \"verify-good\" ({file}) is not trusted, so none of its code runs", errors, StringComparison.Ordinal);
        Assert.Contains($"plugins trust {folder}", errors, StringComparison.Ordinal);

        Assert.Equal(0, _host.Run(Surroundings, "plugins", "trust", folder).Code);
        var (code, output, complaints) = _host.Run(Surroundings, "plugins", "verify", file);
        Assert.True(code == 0, output + complaints);
        Assert.Contains("schedule \"verify-half\"\n  ✓ its options survive a recipe\n", output, StringComparison.Ordinal);
        Assert.Contains("plugin \"verify-good\"\n  ✓ half is half\n", output, StringComparison.Ordinal);
        Assert.Matches(@"\n6 passed, 0 failed, 0 skipped in [\d.]+ s\n$", output);
    }

    [Fact]
    public void At_a_terminal_it_asks()
    {
        var folder = Path.GetDirectoryName(_workshop.BuildScenario("VerifyGood"))!;
        using var terminal = _host.StartAtTerminal(Surroundings, "plugins", "verify", folder, "--json");
        terminal.StandardInput.Write("y\n");
        terminal.StandardInput.Flush();
        var said = terminal.StandardOutput.ReadToEnd();
        terminal.WaitForExit();
        Assert.Contains("Trust it with exactly these files?", said, StringComparison.Ordinal);
        Assert.Contains("\"failed\":0", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_exits_hangs_or_overflows_is_blamed_and_the_next_component_is_verified()
    {
        var folder = Path.GetDirectoryName(_workshop.BuildScenario("VerifyFaults"))!;
        Assert.Equal(0, _host.Run(Surroundings, "plugins", "trust", folder).Code);
        var (code, output, errors) = _host.Run(Surroundings, "plugins", "verify", folder, "--json", "--timeout", "5s");
        Assert.True(code == 1, errors);
        var answer = JsonNode.Parse(output)!;
        var checks = answer["checks"]!.AsArray().Select(check => (Component: check!["component"]!.GetValue<string>(), Check: check["check"]!.GetValue<string>(),
            Verdict: check["verdict"]!.GetValue<string>(), Sentence: check["sentence"]!.GetValue<string>())).ToList();
        Assert.Equal(checks.Count, checks.Select(check => (check.Component, check.Check)).Distinct().Count());
        Assert.Equal(21, checks.Count);
        const string first = "every factor is finite and not negative";
        Assert.Contains("It ended the whole program (Environment.Exit(0))", Failed("a-exits", first), StringComparison.Ordinal);
        var hung = Failed("b-never-returns", first);
        Assert.Contains("Nothing came back within 5 s", hung, StringComparison.Ordinal);
        Assert.Contains("It was here: at ScenarioPlugin+", hung, StringComparison.Ordinal);
        var overflowed = Failed("c-overflows", first);
        Assert.Contains("Its stack overflowed", overflowed, StringComparison.Ordinal);
        Assert.Contains("at ScenarioPlugin.Deeper(", overflowed, StringComparison.Ordinal);
        Assert.Contains("should be a finite number from 0 on, and is -1", Failed("d-negative", first), StringComparison.Ordinal);
        Assert.All(checks.Where(check => check.Component == "schedule \"e-whole\""), check => Assert.Equal("passed", check.Verdict));
        // What came after the check that did not come back was not made, and says so.
        Assert.Equal(6, checks.Count(check => check.Verdict == "skipped" && check.Sentence.StartsWith("It was not made", StringComparison.Ordinal)));
        Assert.Equal((10, 5, 6), (answer["passed"]!.GetValue<int>(), answer["failed"]!.GetValue<int>(), answer["skipped"]!.GetValue<int>()));

        string Failed(string component, string check)
        {
            var found = checks.Single(one => one.Component == $"schedule \"{component}\"" && one.Check == check);
            Assert.Equal("failed", found.Verdict);
            return found.Sentence;
        }
    }

    [Fact]
    public void A_plugin_that_does_not_load_has_failed()
    {
        var folder = Path.GetDirectoryName(_workshop.BuildScenario("ThrowsInStaticConstructor"))!;
        Assert.Equal(0, _host.Run(Surroundings, "plugins", "trust", folder).Code);
        var (code, output, errors) = _host.Run(Surroundings, "plugins", "verify", folder);
        Assert.True(code == 1, errors);
        Assert.Contains("  ✗ it loads and registers what it announces\n    Plugin \"throws-in-static-constructor\"", output, StringComparison.Ordinal);
        Assert.Contains("FormatException: not even begun", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return;", "It should have the same checks each time that it is loaded")]
    [InlineData("throw new InvalidOperationException(\"not twice\");", "(IVerifiable.Verify) should be told without a fault, and it threw InvalidOperationException: not twice")]
    public void A_plugin_that_is_another_one_the_second_time_has_failed(string second, string sentence)
    {
        // Its first component ends the process, so that it is loaded again.
        var mark = _workshop.PathOf("mark/loaded");
        var folder = Path.GetDirectoryName(_workshop.BuildScenario("VerifyFaults", source => source.Replace("ScenarioPlugin : IPlugin", "ScenarioPlugin : IPlugin, IVerifiable", StringComparison.Ordinal)
            .Replace("private static double Deeper", $$"""
                public void Verify(Verification verification)
                {
                    if (System.IO.File.Exists("{{mark}}")) { {{second}} }
                    System.IO.File.WriteAllText("{{mark}}", "");
                    verification.Check("once", () => { });
                }

                private static double Deeper
                """, StringComparison.Ordinal)))!;
        _workshop.Catalog().Trust("verify-faults");
        var (code, output, errors) = _host.Run(Surroundings, "plugins", "verify", folder, "--json");
        Assert.True(code == 1, errors);
        var checks = JsonNode.Parse(output)!["checks"]!.AsArray();
        Assert.Equal(("it loads and registers what it announces", "failed"), (checks[^1]!["check"]!.GetValue<string>(), checks[^1]!["verdict"]!.GetValue<string>()));
        Assert.Contains(sentence, checks[^1]!["sentence"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Posix.Terminate, 130)]
    [InlineData(Posix.Kill, 137)]
    public void The_parent_loads_neither_libtorch_nor_the_plugin_and_takes_its_child_along(int signal, int expected)
    {
        var file = _workshop.BuildScenario("VerifyFaults");
        var folder = Path.GetDirectoryName(file)!;
        _workshop.Trusting().Trust("verify-faults");
        var scratch = Directory.CreateDirectory(Path.Join(_host.Folder, "scratch")).FullName;
        using var parent = _host.Start(new Dictionary<string, string>(Surroundings) { ["TMPDIR"] = scratch }, "plugins", "verify", folder);
        HostProcess.Await(() => Children(parent.Id).Any(child => Mapped(child).Contains("libtorch_cpu.so", StringComparison.Ordinal) && Mapped(child).Contains(Path.GetFileName(file), StringComparison.Ordinal)), "the child's start");
        var child = Children(parent.Id).Single();
        Assert.DoesNotContain("libtorch", Mapped(parent.Id), StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetFileName(file), Mapped(parent.Id), StringComparison.Ordinal);
        Posix.Signal(parent.Id, signal);
        Assert.Equal(expected, HostProcess.End(parent).Code);
        HostProcess.Await(() => !Directory.Exists($"/proc/{child}") || File.ReadAllText($"/proc/{child}/stat").Contains(") Z ", StringComparison.Ordinal), "the child's end");
        if (signal == Posix.Terminate) Assert.Empty(Directory.GetFileSystemEntries(scratch, "pluginhost-verify-*"));
    }

    [Fact]
    public void A_missing_libtorch_is_told_and_blamed_on_no_plugin()
    {
        var (code, _, errors) = _host.Run(new Dictionary<string, string> { ["PLUGINHOST_NATIVE"] = _host.Folder }, "plugins", "verify", "cosine");
        Assert.True(code == 3, errors);
        Assert.Contains(_host.Folder, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_component_of_the_hosts_own_is_verified_by_its_name()
    {
        var (code, output, errors) = _host.Run("plugins", "verify", "cosine");
        Assert.True(code == 0, output + errors);
        Assert.Contains("schedule \"cosine\"\n  ✓", output, StringComparison.Ordinal);
        Assert.DoesNotContain("adam", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no plugin \"lorra\"", "lorra")]
    [InlineData("There is no ./nowhere: expected a plugin's folder, its .dll, or a name", "./nowhere")]
    [InlineData("It is a project's folder: build it", "project/")]
    [InlineData("--timeout 0: expected a time, as in 90s, 5m or 1h.", "cosine", "--timeout", "0")]
    public void A_wrong_command_line_is_a_sentence_and_exit_code_2(string sentence, params string[] arguments)
    {
        Directory.CreateDirectory(Path.Join(_host.Folder, "project"));
        File.WriteAllText(Path.Join(_host.Folder, "project", "a.csproj"), "");
        var (code, output, errors) = _host.Run(["plugins", "verify", .. arguments]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
    }

    private static string Mapped(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/maps");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static List<int> Children(int parent) => [.. Directory.GetDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
        .Where(id => id > 0 && Parent(id) == parent)];

    private static int Parent(int process)
    {
        try
        {
            // Behind the name, which may hold blanks: the state, and the parent.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
