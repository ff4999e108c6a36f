// What the built program says to command lines that are wrong.
using System.Text.Json.Nodes;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class UsageTests : IDisposable
{
    private readonly HostProcess _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Version_and_help_are_answered()
    {
        Assert.Matches(@"^\d+\.\d+\.\d+", _host.Run("--version").Output);
        var (code, help, _) = _host.Run("--help");
        Assert.Equal(0, code);
        foreach (var command in new[] { "run", "test", "plugins", "doctor", "generate" }) Assert.Matches($@"(?m)^  {command}\b", help);
        Assert.DoesNotMatch(@"(?m)^  worker\b", help);
        Assert.Contains("--resume", _host.Run("run", "--help").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no command \"rnu\". Did you mean \"run\"?", "rnu", "x.csx")]
    [InlineData("There is no option --jsom here. Did you mean \"--json\"?", "run", "x.csx", "--jsom")]
    [InlineData("There is no option --jsom here. Did you mean \"--json\"?", "run", "--jsom")]
    [InlineData("--set steps: expected name=value", "run", "recipe.csx", "--trust", "--set", "steps")]
    [InlineData("--threads none: expected a whole number", "run", "recipe.csx", "--threads", "none")]
    [InlineData("--threads 99999: expected a whole number from 1 to", "run", "recipe.csx", "--threads", "99999")]
    [InlineData("The recipe has no setting \"stepps\". Did you mean \"steps\"? It has: steps.", "run", "steps.csx", "--trust", "--set", "stepps=3")]
    [InlineData("--runs-dir has to name a folder", "run", "recipe.csx", "--trust", "--runs-dir", "")]
    [InlineData("--runs-dir recipe.csx", "runs", "--runs-dir", "recipe.csx")]
    [InlineData("The recipe /dev/zero is no regular file", "run", "/dev/zero")]
    [InlineData("--tokens takes a whole number, got \"abc\"", "generate", ".", "--prompt", "x", "--tokens", "abc")]
    [InlineData("--tokens is 0; it has to be between 1 and", "generate", ".", "--prompt", "x", "--tokens", "0")]
    [InlineData("--top-k is -1; it has to be at least 0", "generate", ".", "--prompt", "x", "--top-k", "-1")]
    [InlineData("--temperature takes a number, got \"1,5\"", "generate", ".", "--prompt", "x", "--temperature", "1,5")]
    [InlineData("attach nowhere: there is no folder", "attach", "nowhere")]
    [InlineData("There is no recipe recip.csx", "run", "recip.csx")]
    [InlineData("Did you mean recipe.csx?", "run", "recip.csx")]
    [InlineData("is a folder; a recipe is a C# script", "run", ".")]
    [InlineData("--resume last: there is no run in", "run", "--resume", "last")]
    [InlineData("--resume nowhere: there is no folder", "run", "--resume", "nowhere")]
    [InlineData("it takes no SCRIPT, --set or --name", "run", "recipe.csx", "--resume", "last")]
    [InlineData("a run's name becomes part of a folder's name", "run", "recipe.csx", "--trust", "--name", "a/b")]
    [InlineData("Which recipe?", "run")]
    [InlineData("There is no plugin \"lorra\"", "plugins", "show", "lorra")]
    [InlineData("There is no model nowhere", "generate", "nowhere", "--prompt", "x")]
    [InlineData("Option '--prompt' is required", "generate", "nowhere")]
    public void A_wrong_command_line_is_a_sentence_and_exit_code_2(string sentence, params string[] arguments)
    {
        _host.Script("Print(\"never\");");
        _host.Script("var n = Setting(\"steps\", 1); File.WriteAllText(\"ran\", \"\");", "steps.csx");
        var (code, output, errors) = _host.Run(arguments);
        Assert.False(File.Exists(Path.Join(_host.Folder, "ran")));
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
        Assert.Equal(2, code);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        if (!arguments.Contains("stepps=3")) Assert.Equal("", output);
    }

    [Theory]
    [InlineData("plugins show --help", "plugins", "show", "lora", "--jsom")]
    [InlineData("run --help", "run", "--jsom")]
    [InlineData("pluginhost --help", "rnu")]
    public void Help_is_pointed_to_by_its_whole_path(string help, params string[] arguments) =>
        Assert.EndsWith($"{help}.", _host.Run(arguments).Errors.TrimEnd(), StringComparison.Ordinal);

    [Fact]
    public void Trusting_what_a_plugin_provides_names_the_plugin() =>
        Assert.Contains("provided by the plugin low-rank", _host.Run("plugins", "trust", "lora").Errors, StringComparison.Ordinal);

    [Fact]
    public void A_recipe_from_outside_is_not_run_where_nobody_can_be_asked()
    {
        var path = _host.Script("Print(\"never\");");
        var (code, _, errors) = _host.Run("run", path);
        Assert.Equal(2, code);
        Assert.Contains($"The recipe {path} was not run", errors, StringComparison.Ordinal);
        Assert.Contains("it is not in this checkout", errors, StringComparison.Ordinal);
        Assert.Contains("--trust", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Join(_host.Folder, "runs")));
    }

    [Fact]
    public void A_runs_folder_that_cannot_be_written_is_told_before_anything_runs()
    {
        var script = _host.Script("File.WriteAllText(Path.Join(Path.GetDirectoryName(RunDirectory), \"ran\"), \"\");");
        File.WriteAllText(Path.Join(_host.Folder, "file"), "");
        var (code, _, errors) = _host.Run("run", script, "--trust", "--runs-dir", Path.Join("file", "runs"));
        Assert.Equal(3, code);
        Assert.Contains("cannot be written", errors, StringComparison.Ordinal);
        Assert.Contains("file is a file", errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was trained", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void With_json_a_refusal_is_an_object_too()
    {
        var (code, output, _) = _host.Run("run", "nowhere.csx", "--json");
        var answer = JsonNode.Parse(output.Trim().Split('\n')[^1])!;
        Assert.Equal((2, "failed"), (code, answer["status"]!.GetValue<string>()));
        Assert.Contains("nowhere.csx", answer["message"]!.GetValue<string>(), StringComparison.Ordinal);
        foreach (var key in new[] { "run_dir", "device", "steps", "train_loss_first", "val_loss", "tokens_per_s", "peak_rss_mib", "seconds" })
            Assert.True(answer.AsObject().ContainsKey(key), key);
    }

    [Fact]
    public void A_component_is_shown_with_its_options()
    {
        var (code, output, errors) = _host.Run("plugins", "show", "lora", "--json");
        Assert.True(code == 0, errors);
        var component = JsonNode.Parse(output)!["components"]![0]!;
        Assert.Equal("adapter", component["kind"]!.GetValue<string>());
        var rank = component["options"]!.AsArray().Single(option => option!["name"]!.GetValue<string>() == "Rank")!;
        Assert.Equal(("int", "8"), (rank["type"]!.GetValue<string>(), rank["default"]!.GetValue<string>()));
        Assert.NotEmpty(rank["summary"]!.GetValue<string>());
        Assert.Contains("Rank", _host.Run("plugins", "show", "lora").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_of_plugins_is_read_without_libtorch()
    {
        using var process = _host.Start("plugins", "list", "--json");
        var (code, output, errors) = HostProcess.End(process);
        Assert.True(code == 0, errors);
        Assert.Contains(JsonNode.Parse(output)!["plugins"]!.AsArray(), plugin => plugin!["builtIn"]!.GetValue<bool>() && plugin["provides"]!.AsArray().Count > 0);
    }

    [Fact]
    public void The_doctor_names_what_it_looked_at()
    {
        var (_, output, errors) = _host.Run("doctor", "--json");
        Assert.Equal("", errors);
        var findings = JsonNode.Parse(output)!["findings"]!.AsArray().ToDictionary(finding => finding!["subject"]!.GetValue<string>(), finding => finding!);
        foreach (var subject in new[] { "libtorch", "CPU", "BLAS", "threads", "devices", "memory", "runs", "plugins" }) Assert.Contains(subject, findings.Keys);
        Assert.All(findings.Values, finding => Assert.True(finding["verdict"]!.GetValue<string>() == "good" || finding["advice"] is not null));
    }

    [Fact]
    public void The_values_of_an_enum_are_shown()
    {
        var rule = OptionDescription.Of(typeof(WithEnum)).Single().Rule;
        Assert.Equal("one of Pretrain, Finetune, Evaluate", rule);
    }

    private sealed record WithEnum(StageMode? Mode = null);
}
