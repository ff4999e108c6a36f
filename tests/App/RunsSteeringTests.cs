// pluginhost runs: steering a run from another terminal, through its real socket and its real processes.
using System.Text.Json.Nodes;
using PluginHost.App;
using PluginHost.Engine;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class RunsSteeringTests : IDisposable
{
    private readonly HostProcess _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void A_run_is_paused_changed_gone_on_with_saved_and_stopped_and_keeps_what_was_changed()
    {
        var script = _host.Script("""
            var knob = Live("knob", 3);
            var stage = await Pretrain("gpt").Bytes().Text([Path.Join(Home, "docs", "*.md")], window: 32)
                .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 32 })
                .CausalLanguageModeling().Loss("cross-entropy").AdamW(1e-3).Clip(1).Batch(4).Steps(100000).Open();
            foreach (var batch in stage.Batches())
            {
                if (stage.Step % 50 == 0) Print($"knob {knob.Value}");
                stage.Take(batch);
            }
            """);
        Assert.Equal(0, _host.Run("run", script, "--trust", "--threads", "1", "--detach").Code);
        Assert.Contains("Pauses", Runs(0, "pause", "last"), StringComparison.Ordinal);
        HostProcess.Await(() => ListedRun.Of(_host.RunDirectory).Standing == "paused", "the pause");
        Runs(0, "set", "last", "learning-rate=0.002", "knob=7", "clip=none");
        Assert.Contains("there is knob, learning-rate, clip, evaluate-every, save-every", Runs(2, "set", "last", "nonsense=1"), StringComparison.Ordinal);
        Assert.Contains("clip has to be a number above 0, or null for none, got -1", Runs(2, "set", "last", "clip=-1"), StringComparison.Ordinal);
        Assert.Contains("knob has to be a whole number, got \"x\"", Runs(2, "set", "last", "knob=x"), StringComparison.Ordinal);
        Assert.Contains("it is still at work", Runs(2, "rm", "last"), StringComparison.Ordinal);
        Runs(0, "resume", "last");
        HostProcess.Await(() => Events<Noted>().Any(note => note.Message == "knob 7"), "the recipe's reading of the value");
        HostProcess.Await(() => Events<StepTaken>().Any(step => step.LearningRate == 0.002), "a step with the new rate");
        Assert.Contains(Events<LiveValueSet>(), change => change is { Name: "clip", New: null });
        Runs(0, "checkpoint", "last");
        HostProcess.Await(() => Events<CheckpointSaved>().Any(), "the checkpoint");

        var held = Worker.StillAt(_host.RunDirectory)!.Value;
        Posix.Signal(held, 19 /* SIGSTOP */);
        HostProcess.Await(() => ListedRun.Of(_host.RunDirectory).Standing == "suspended", "the suspension");
        Posix.Signal(held, 18 /* SIGCONT */);
        Runs(0, "stop", "last");
        HostProcess.Await(() => Worker.InChargeOf(_host.RunDirectory) is null, "the run's end");
        Assert.Equal("stopped", ListedRun.Of(_host.RunDirectory).Standing);
        Assert.Contains("it is not at work (stopped)", Runs(2, "pause", "last"), StringComparison.Ordinal);

        var before = Events<StepTaken>().Count();
        Assert.Equal(0, _host.Run("run", "--resume", "last", "--trust", "--detach").Code);
        HostProcess.Await(() => Events<StepTaken>().Skip(before).Any(), "a step of the resumed run");
        var step = Events<StepTaken>().Skip(before).First();
        Assert.Equal(0.002, step.LearningRate);
        var shown = JsonNode.Parse(Runs(0, "show", "last", "--json"))!;
        Assert.Equal("running", shown["state"]!.GetValue<string>());
        Runs(0, "rm", "last", "--force");
        Assert.Empty(Directory.GetDirectories(Path.Join(_host.Folder, "runs")));
    }

    [Fact]
    public void A_record_that_claims_a_run_is_not_believed_without_a_process()
    {
        var run = Directory.CreateDirectory(Path.Join(_host.Folder, "runs", "old")).FullName;
        File.WriteAllText(Path.Join(run, "run.json"), "{}");
        // The number is that of a process that lives: this one.
        File.WriteAllText(Path.Join(run, "events.jsonl"), $$"""{"type":"run-started","name":"old","recipe":"x","process":{{Environment.ProcessId}}}""" + "\n");
        File.WriteAllText(Path.Join(run, "worker.lock"), "");
        Assert.Equal("dead", ListedRun.Of(run).Standing);
        Assert.Contains("it is not at work (dead)", Runs(2, "stop", "old"), StringComparison.Ordinal);
        Runs(0, "rm", "old");
        Assert.False(Directory.Exists(run));
    }

    private IEnumerable<T> Events<T>() => RunRecord.ReadAll(_host.RunDirectory).OfType<T>();

    private string Runs(int expected, params string[] arguments)
    {
        var (code, output, errors) = _host.Run(["runs", .. arguments]);
        Assert.True(code == expected, $"{code}: {output}{errors}");
        return output + errors;
    }
}
