// What a run leaves behind, from the outside: its record, its tables, a repetition, a comparison.
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using PluginHost.Engine;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class RepeatTests : IDisposable
{
    private const string Recipe = """
        var stage = await Pretrain("gpt").Bytes().Data("text", new TextOptions { Files = ["text.txt"], Window = 16, ValidationFraction = 0.1 })
            .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 16 })
            .CausalLanguageModeling().Loss("cross-entropy").Optimizer("adamw", new AdamWOptions { LearningRate = 1e-3 })
            .Batch(4).Steps(Setting("steps", 12)).Run();
        Report("from_text", "as it was");
        """;

    private readonly HostProcess _host = new();

    public RepeatTests() => File.WriteAllText(Path.Join(_host.Folder, "text.txt"), string.Concat(Enumerable.Repeat("All work is better when it can be done again. ", 60)));

    public void Dispose() => _host.Dispose();

    [Fact]
    public void A_run_is_repeated_bit_for_bit_with_the_recipe_that_it_had()
    {
        var script = _host.Script(Recipe);
        var first = Run("run", script, "--trust", "--json", "--set", "steps=8", "--name", "first");
        _host.Script("throw new InvalidOperationException(\"not this one\");");
        var (code, output, errors) = _host.Run("run", "--from", first, "--json", "--name", "again");
        Assert.True(code == 0, errors);
        Assert.Contains("has changed since; the run uses its text as it was", errors, StringComparison.Ordinal);
        Assert.Contains("settings, recipe, plugins, host and software are the same", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Differs from", errors, StringComparison.Ordinal);
        var again = (string)JsonNode.Parse(output)!["run_dir"]!;
        Assert.Equal("as it was", (string)JsonNode.Parse(output)!["from_text"]!);
        Assert.Equal(Weights(first), Weights(again));

        var compared = JsonNode.Parse(_host.Run("runs", "compare", first, again, "--json").Output)!;
        Assert.Empty(compared["differences"]!.AsArray());
        var loss = compared["metrics"]!.AsArray().First(one => (string)one!["name"]! == "eval/loss")!["final"]!.AsArray();
        Assert.Equal(8, (long)loss[0]!["step"]!);
        Assert.Equal((double)loss[0]!["value"]!, (double)loss[1]!["value"]!);
    }

    [Fact]
    public void What_differs_is_said_before_training_begins()
    {
        var first = Run("run", _host.Script(Recipe), "--trust", "--json", "--name", "first");
        File.AppendAllText(Path.Join(_host.Folder, "text.txt"), "One line more, and other rows. ");
        var (code, output, errors) = _host.Run("run", "--from", first, "--json", "--set", "steps=4");
        Assert.True(code == 0, errors);
        var events = RunRecord.ReadAll((string)JsonNode.Parse(output)!["run_dir"]!).ToList();
        var before = events.TakeWhile(happened => happened is not StageStarted).OfType<Warned>().Select(warned => warned.Message).ToList();
        Assert.Contains(before, said => said.Contains("settings.steps was - and is 4", StringComparison.Ordinal));
        Assert.Contains(before, said => said.Contains("stages.1.data.training was ", StringComparison.Ordinal));
        Assert.Contains("settings.steps", _host.Run("runs", "compare", first, "last").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_from_a_strangers_record_is_not_run()
    {
        var first = Run("run", _host.Script(Recipe), "--trust", "--json");
        var record = JsonFiles.Read(Path.Join(first, ProvenanceFile.FileName));
        record["recipe"]!["text"] = "File.WriteAllText(\"mischief\", \"\");";
        JsonFiles.Write(Path.Join(first, ProvenanceFile.FileName), record);
        var (code, _, errors) = _host.Run("run", "--from", first);
        Assert.Equal(2, code);
        Assert.Contains("nobody here has said yes to this text", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Join(_host.Folder, "mischief")));
    }

    [Fact]
    public void A_short_run_leaves_everything_behind()
    {
        var run = Run("run", _host.Script(Recipe), "--trust", "--json", "--set", "steps=1");
        var record = ProvenanceFile.Read(run)!;
        var (stage, worker) = (record["stages"]![0]!, record["workers"]![0]!);
        Assert.Equal(Recipe, (string)record["recipe"]!["text"]!);
        Assert.Equal(ProvenanceFile.HashOf(Recipe), (string)record["recipe"]!["sha256"]!);
        Assert.Equal("1", (string)record["settings"]!["steps"]!);
        Assert.Equal((1337, 1), ((long)stage["seed"]!, (long)stage["plan"]!["steps"]!));
        Assert.Matches("^[0-9a-f]{64}$", (string)stage["data"]!["training"]!);
        Assert.True((int)stage["threads"]! >= 1);
        var plugins = worker["plugins"]!.AsArray().ToDictionary(plugin => (string)plugin!["name"]!);
        Assert.Superset(new HashSet<string> { "text-models", "text-data", "optimization", "losses", "objectives" }, plugins.Keys.ToHashSet());
        Assert.All(plugins.Values, plugin => Assert.NotEmpty(plugin!["files"]!.AsObject()));
        Assert.Equal(TorchSharp.torch.__version__, (string)worker["software"]!["torch"]!);
        Assert.Contains(ProvenanceText.Of(run), line => line is { Name: "settings", Value: "steps=1" });
        Assert.Single(Directory.GetFiles(Path.Join(run, "tensorboard")));
        using var database = new SqliteConnection($"Data Source={Path.Join(run, "run.sqlite")};Pooling=False;Mode=ReadOnly");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = "SELECT (SELECT count(*) FROM events) || ' ' || status FROM runs";
        Assert.Equal($"{File.ReadLines(Path.Join(run, "events.jsonl")).Count()} done", command.ExecuteScalar());
        Assert.Contains("nothing was missing", _host.Run("runs", "reindex", run).Output, StringComparison.Ordinal);
    }

    private static byte[] Weights(string run) => File.ReadAllBytes(Path.Join(run, "stages", "01-gpt", "model", "model.safetensors"));

    private string Run(params string[] arguments)
    {
        var (code, output, errors) = _host.Run(arguments);
        Assert.True(code == 0, errors);
        return (string)JsonNode.Parse(output)!["run_dir"]!;
    }
}
