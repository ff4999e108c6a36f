// Several ranks from the outside: started by --nproc and as a launcher starts them, stopped, gone on with, killed and stalled.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.App;
using PluginHost.Engine;
using PluginHost.Tests.Engine.Distributed;
using PluginHost.Tests.Faults;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class RankTests : IDisposable
{
    private const int Stop = 19;

    private const string Recipe = """
        var done = await Pretrain("gpt").Bytes()
            .Data("text", new TextOptions { Files = [$"{Home}/README.md"], Window = 32, Stride = 4, ValidationFraction = 0.1 })
            .Model("gpt2", new Gpt2Options { Layers = 2, Heads = 2, Width = 32, Context = 32 })
            .CausalLanguageModeling().Loss("cross-entropy").AdamW(1e-3).Clip(1.0).Batch(6).Steps(Setting("steps", 12)).Run();
        Print($"took {done.Steps} steps");
        """;

    private readonly HostProcess _host = new();

    public RankTests() => Assert.SkipUnless(torch.distributed.is_gloo_available(), RankGroup.NoGloo);

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Processes_of_one_machine_are_started_by_nproc_and_rank_0_writes()
    {
        var alone = Loss(_host.Run("run", _host.Script(Recipe), "--trust", "--json", "--threads", "1", "--runs-dir", "alone"));
        var ranks = Loss(_host.Run("run", _host.Script(Recipe), "--trust", "--json", "--nproc", "2"));
        Assert.Equal(alone, ranks, 2e-3);
        Assert.True(File.Exists(Path.Join(_host.RunDirectory, "worker-1.log")));
        Assert.Single(RunRecord.ReadAll(_host.RunDirectory).OfType<RunStarted>());
        Assert.Equal(0, RunRecord.ReadAll(_host.RunDirectory).OfType<RunEnded>().Single().ExitCode);
    }

    [Fact]
    public void A_launchers_processes_share_one_run_folder()
    {
        var script = _host.Script(Recipe);
        var ranks = Launch(2, "run", script, "--trust", "--json");
        var ends = ranks.Select(HostProcess.End).ToArray();
        Assert.True(ends[0].Code == 0 && ends[1].Code == 0, ends[0].Errors + ends[1].Errors);
        Assert.Equal("done", JsonNode.Parse(ends[0].Output.Trim())!["status"]!.GetValue<string>());
        Assert.Equal("", ends[1].Output);
        Assert.True(File.Exists(Path.Join(_host.RunDirectory, "worker-1.log")));
    }

    [Fact]
    public void A_signal_stops_all_at_one_step_and_any_number_goes_on()
    {
        var script = _host.Script(Recipe);
        using (var run = _host.Start("run", script, "--trust", "--json", "--nproc", "2", "--set", "steps=100000"))
        {
            AwaitSteps();
            Assert.True(Posix.Signal(run.Id, Posix.Terminate));
            Assert.Equal(4, HostProcess.End(run).Code);
        }

        var stopped = RunRecord.ReadAll(_host.RunDirectory).OfType<CheckpointSaved>().Last().Step;
        using (var run = _host.Start("run", "--resume", "last", "--json", "--nproc", "1"))
        {
            HostProcess.Await(() => Starts().Count == 2 && Steps() > stopped, "going on with one process");
            Assert.True(Posix.Signal(run.Id, Posix.Terminate));
            Assert.Equal(4, HostProcess.End(run).Code);
        }

        Assert.Equal(stopped, Starts()[1].Step);
        var again = RunRecord.ReadAll(_host.RunDirectory).OfType<CheckpointSaved>().Last().Step;
        using (var run = _host.Start("run", "--resume", "last", "--json", "--nproc", "2"))
        {
            HostProcess.Await(() => Starts().Count == 3 && Steps() > again, "going on with two processes");
            Assert.True(Posix.Signal(run.Id, Posix.Interrupt));
            Assert.Equal(4, HostProcess.End(run).Code);
        }

        Assert.Equal(again, Starts()[2].Step);
    }

    [Theory]
    [InlineData(Posix.Kill, "Rank 1 is gone")]
    [InlineData(Stop, "Rank 1 has been silent for 4 s")]
    public void A_rank_that_dies_or_stalls_ends_the_others_which_name_it(int signal, string expected)
    {
        var ranks = Launch(3, "run", _host.Script(Recipe), "--trust", "--json", "--set", "steps=100000");
        try
        {
            AwaitSteps();
            var since = Stopwatch.StartNew();
            Assert.True(Posix.Signal(ranks[1].Id, signal));
            var (first, third) = (HostProcess.End(ranks[0]), HostProcess.End(ranks[2]));
            Assert.InRange(since.Elapsed.TotalSeconds, 0, 20);
            Assert.Equal((1, 1), (first.Code, third.Code));
            Assert.Contains(expected, first.Errors, StringComparison.Ordinal);
            Assert.Contains(expected, third.Errors, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var rank in ranks)
            {
                if (!rank.HasExited) rank.Kill(entireProcessTree: true);
                rank.Dispose();
            }
        }
    }

    [Fact]
    public void A_live_value_changes_in_all_ranks_before_the_same_step()
    {
        var script = _host.Script("""
            var end = Live("end", false);
            var stage = await Pretrain("gpt").Bytes()
                .Data("text", new TextOptions { Files = [$"{Home}/README.md"], Window = 32, Stride = 4, ValidationFraction = 0.1 })
                .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 32 })
                .CausalLanguageModeling().Loss("cross-entropy").AdamW(1e-2).Batch(6).Steps(100000).Open();
            var rates = new HashSet<double>();
            foreach (var batch in stage.Batches())
            {
                // A rank that ended a step before the other would leave it waiting.
                if (end.Value) break;
                rates.Add(stage.Take(batch).LearningRate);
            }

            File.WriteAllText(Path.Join(RunDirectory, "rank-" + Environment.GetEnvironmentVariable("RANK")), $"{stage.Step}: {string.Join(", ", rates)}");
            await stage.Finish();
            """);
        using var run = _host.Start("run", script, "--trust", "--json", "--nproc", "2");
        AwaitSteps();
        HostProcess.Await(() => File.Exists(Path.Join(_host.RunDirectory, "control.sock.path")), "the control socket");
        var (code, _, errors) = _host.Run("runs", "set", "last", "learning-rate=0.002");
        Assert.True(code == 0, errors);
        HostProcess.Await(() => RunRecord.ReadAll(_host.RunDirectory).OfType<LiveValueSet>().Any(), "the new rate");
        (code, _, errors) = _host.Run("runs", "set", "last", "end=true");
        Assert.True(code == 0, errors);
        var end = HostProcess.End(run);
        Assert.True(end.Code == 0, end.Errors);
        // Rank 0's worker has no variables: the launcher is the program itself.
        var first = File.ReadAllText(Path.Join(_host.RunDirectory, "rank-"));
        Assert.EndsWith(": 0.01, 0.002", first, StringComparison.Ordinal);
        Assert.Equal(first, File.ReadAllText(Path.Join(_host.RunDirectory, "rank-1")));
    }

    [Fact]
    public void A_lost_rank_of_nproc_makes_all_go_on_from_the_last_checkpoint_to_the_same_end()
    {
        var script = _host.Script("""
            var stage = await Pretrain("gpt").Bytes()
                .Data("text", new TextOptions { Files = [$"{Home}/README.md"], Window = 32, Stride = 4, ValidationFraction = 0.1 })
                .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 32 })
                .CausalLanguageModeling().Loss("cross-entropy").AdamW(1e-2).Batch(6).Steps(14).SaveEvery(4).Open();
            foreach (var batch in stage.Batches())
            {
                stage.Take(batch);
                var died = Path.Join(RunDirectory, "died");
                if (stage.Step != 10 || Setting("signal", 0) == 0 || Environment.GetEnvironmentVariable("RANK") != "1" || File.Exists(died)) continue;
                File.WriteAllText(died, "");
                C.kill(Environment.ProcessId, Setting("signal", 0));
            }

            Report("model", (await stage.Finish()).ModelDirectory);
            static class C { [System.Runtime.InteropServices.DllImport("libc")] public static extern int kill(int process, int signal); }
            """);
        var variables = new Dictionary<string, string> { [WorldInfo.TimeoutVariable] = "4" };
        var whole = _host.Run(variables, "run", script, "--trust", "--json", "--nproc", "2", "--set", "signal=0", "--runs-dir", "whole");
        Assert.True(whole.Code == 0, whole.Errors);
        // A stall takes its timeout to be found, so only the suite of faults waits for it.
        foreach (var (signal, expected) in new[] { (Posix.Kill, "Rank 1 is gone"), (Stop, "Rank 1 has been silent for 4 s") }.Take(FaultSuite.Whole ? 2 : 1))
        {
            var broken = _host.Run(variables, "run", script, "--trust", "--json", "--nproc", "2", "--set", $"signal={signal}", "--runs-dir", $"signal-{signal}");
            Assert.True(broken.Code == 0, broken.Errors);
            Assert.Contains(expected, broken.Errors, StringComparison.Ordinal);
            Assert.Contains("All ranks end, since rank 0 lost another rank at step 10 of 14 of the stage \"gpt\"; starting again from step 8 in 1 s, attempt 1 of 3.", broken.Errors, StringComparison.Ordinal);
            Assert.Equal(Weights(whole.Output), Weights(broken.Output));
            Assert.Single(RunRecord.ReadAll(JsonNode.Parse(broken.Output.Trim())!["run_dir"]!.GetValue<string>()).OfType<RunEnded>());
        }

        static byte[] Weights(string answer) => File.ReadAllBytes(Path.Join(JsonNode.Parse(answer.Trim())!["model"]!.GetValue<string>(), "model.safetensors"));
    }

    [Fact]
    public void A_rank_of_nproc_that_fails_by_itself_ends_the_run()
    {
        var script = _host.Script("""
            if (Environment.GetEnvironmentVariable("RANK") == "1") throw new InvalidOperationException("this rank's own trouble");
            """ + Recipe);
        var (code, _, errors) = _host.Run("run", script, "--trust", "--nproc", "2");
        Assert.Equal(1, code);
        Assert.Contains("Rank 1 failed: ", errors, StringComparison.Ordinal);
        Assert.Contains("this rank's own trouble", errors, StringComparison.Ordinal);
        Assert.Empty(RunRecord.ReadAll(_host.RunDirectory).OfType<WorkerDied>());
    }

    [Fact]
    public void Rank_0_that_is_killed_ends_the_others()
    {
        var ranks = Launch(2, "run", _host.Script(Recipe), "--trust", "--json", "--set", "steps=100000");
        AwaitSteps();
        var worker = RunRecord.ReadAll(_host.RunDirectory).OfType<RunStarted>().Single().Process;
        Assert.True(Posix.Signal(worker, Posix.Kill));
        var ends = ranks.Select(HostProcess.End).ToArray();
        Assert.Equal((1, 1), (ends[0].Code, ends[1].Code));
        Assert.Contains("Rank 0 is gone", ends[1].Errors, StringComparison.Ordinal);
        // It does not start again alone and wait for the others.
        Assert.Contains("The ranks were started by a launcher, which decides", ends[0].Errors, StringComparison.Ordinal);
        Assert.Single(RunRecord.ReadAll(_host.RunDirectory).OfType<RunStarted>());
    }

    [Fact]
    public void Wrong_variables_and_nproc_beside_them_are_refused()
    {
        var (code, _, errors) = _host.Run(new Dictionary<string, string> { ["RANK"] = "0" }, "run", _host.Script(Recipe), "--trust");
        Assert.Equal(3, code);
        Assert.Contains("WORLD_SIZE is not set", errors, StringComparison.Ordinal);
        (code, _, errors) = _host.Run(RankGroup.Variables(0, 2, RankGroup.FreePort()), "run", _host.Script(Recipe), "--trust", "--nproc", "2");
        Assert.Equal(2, code);
        Assert.Contains("Leave --nproc out", errors, StringComparison.Ordinal);
    }

    private Process[] Launch(int size, params string[] arguments)
    {
        var port = RankGroup.FreePort();
        return [.. Enumerable.Range(0, size).Select(rank => _host.Start(new Dictionary<string, string>(RankGroup.Variables(rank, size, port)) { [WorldInfo.TimeoutVariable] = "4" }, arguments))];
    }

    private void AwaitSteps() => HostProcess.Await(() => Directory.Exists(Path.Join(_host.Folder, "runs")) && Directory.GetDirectories(Path.Join(_host.Folder, "runs")).Length == 1 && Steps() > 3, "the first steps");

    private long Steps() => RunRecord.ReadAll(_host.RunDirectory).OfType<StepTaken>().LastOrDefault()?.Step ?? 0;

    private List<StageStarted> Starts() => [.. RunRecord.ReadAll(_host.RunDirectory).OfType<StageStarted>()];

    private static double Loss((int Code, string Output, string Errors) run)
    {
        Assert.True(run.Code == 0, run.Errors);
        return double.Parse(JsonNode.Parse(run.Output.Trim())!["train_loss_last"]!.ToJsonString(), CultureInfo.InvariantCulture);
    }
}
