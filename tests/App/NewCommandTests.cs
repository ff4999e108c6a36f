// plugins new as a process: what it writes, what it says, what it refuses.
using System.Text.Json.Nodes;
using PluginHost.App;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class NewCommandTests : IDisposable
{
    private readonly HostProcess _host = new();

    private Dictionary<string, string> Surroundings => new() { ["PLUGINHOST_STATE"] = Path.Join(_host.Folder, "state") };

    public void Dispose() => _host.Dispose();

    [Fact]
    public void It_says_what_it_wrote_and_what_to_type_next()
    {
        SkipWithoutFeed();
        var (code, output, errors) = New("focal-loss", "--kind", "loss", "--output", "my plugins/focal");
        Assert.True(code == 0, errors);
        var folder = Path.Join(_host.Folder, "my plugins", "focal");
        var written = Directory.GetFiles(folder).Select(file => Path.GetFileName(file)!).ToList();
        Assert.Equal([".gitignore", "Directory.Build.props", "EntryPoint.cs", "FocalLoss.cs", "FocalLossOptions.cs", "README.md", "focal-loss.csproj", "nuget.config", "recipe.csx"],
            written.Order(StringComparer.Ordinal));
        Assert.All(written, file => Assert.Contains("  " + file + "\n", output, StringComparison.Ordinal));
        Assert.Contains("build 'my plugins/focal'\n", output, StringComparison.Ordinal);
        Assert.Contains("pluginhost plugins trust focal-loss --rebuilds\n", output, StringComparison.Ordinal);
        Assert.Contains("pluginhost run 'my plugins/focal/recipe.csx'\n", output, StringComparison.Ordinal);
        // Nothing of the template's names or marks is left.
        foreach (var file in written)
            Assert.DoesNotMatch("MyName|my-name|MY_NAME|@[A-Z]+@", File.ReadAllText(Path.Join(folder, file)));
        Assert.Contains("namespace FocalLossPlugin;", File.ReadAllText(Path.Join(folder, "FocalLoss.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_reads_one_object()
    {
        SkipWithoutFeed();
        var (code, output, errors) = New("acme-lora", "--kind", "adapter", "--json");
        Assert.True(code == 0, errors);
        var answer = JsonNode.Parse(output)!;
        Assert.Equal(("acme-lora", "adapter", Path.Join(_host.Folder, "acme-lora")), ((string)answer["name"]!, (string)answer["kind"]!, (string)answer["folder"]!));
        Assert.Contains("AcmeLoraAdapter.cs", answer["files"]!.AsArray().Select(file => (string)file!));
    }

    [Fact]
    public void What_is_there_is_not_written_over()
    {
        var folder = Directory.CreateDirectory(Path.Join(_host.Folder, "acme")).FullName;
        File.WriteAllText(Path.Join(folder, "notes.txt"), "mine");
        var (code, output, errors) = New("acme", "--kind", "loss");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("is not empty (notes.txt is in it), and nothing is written over", errors, StringComparison.Ordinal);
        Assert.Equal([Path.Join(folder, "notes.txt")], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void What_is_the_hosts_own_is_left_alone()
    {
        var folder = Path.Join(SharedData.Checkout, "plugins", "acme");
        var (code, _, errors) = New("acme", "--kind", "loss", "--output", folder);
        Assert.Equal(2, code);
        Assert.Contains($"{folder} is in {Path.Join(SharedData.Checkout, "plugins")}, and whatever is there is part of the host's own build", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void What_has_a_name_already_keeps_it()
    {
        var (code, _, errors) = New("lora", "--kind", "adapter");
        Assert.Equal(2, code);
        Assert.Contains("There is an adapter \"lora\" already (", errors, StringComparison.Ordinal);
        Assert.Contains("Choose another name.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme", "losss", "There is no kind \"losss\". Did you mean \"loss\"? The kinds are: model, head, objective, importer, merge-method, adapter,")]
    [InlineData("acme", null, "Say what the plugin is to provide: --kind model|head|")]
    [InlineData("Acme", "loss", "\"Acme\" is no name for a plugin: it is in kebab-case and begins with a letter, like \"acme-lora\".")]
    [InlineData("../acme", "loss", "is no name for a plugin")]
    [InlineData("2lora", "adapter", "is no name for a plugin")]
    public void What_is_wrong_is_said(string name, string? kind, string sentence)
    {
        var (code, output, errors) = New(kind is null ? [name] : [name, "--kind", kind]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetDirectories(_host.Folder), folder => Path.GetFileName(folder) != "state");
    }

    [Theory]
    [InlineData("focal", "FocalPlugin", "FocalLoss")]
    [InlineData("focal-loss", "FocalLossPlugin", "FocalLoss")]
    [InlineData("loss", "LossPlugin", "LossLoss")]
    [InlineData("my-2nd-plugin", "My2ndPlugin", "My2ndPluginLoss")]
    public void Names_follow_from_the_name(string name, string space, string type)
    {
        var names = new PluginNames(name, "Loss");
        Assert.Equal((space, type), (names.Namespace, names.Class));
        Assert.Equal($"{space} {type} {names.Pascal}Options {name}", names.Fill("MyNamePlugin MyNameLoss MyNameOptions my-name"));
    }

    private (int Code, string Output, string Errors) New(params string[] arguments) => _host.Run(Surroundings, ["plugins", "new", .. arguments]);

    private static void SkipWithoutFeed()
    {
        if (!File.Exists(Path.Join(SharedData.Checkout, "artifacts", "feed", "PluginHost.Sdk.version"))) Assert.Skip("The host is not built in this checkout; ./pluginhost builds it.");
    }
}
