// A run whose worker dies, with real processes and real signals.
using System.Text.Json.Nodes;
using PluginHost.App;
using PluginHost.Engine;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class SupervisorTests : IDisposable
{
    // A small model with a loop of the recipe's own, which can end the worker in the middle of it.
    private const string Training = """
        var stage = await Pretrain("gpt").Bytes().Text([Path.Join(Home, "docs", "*.md")], window: 32)
            .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 32 })
            .CausalLanguageModeling().Loss("cross-entropy").AdamW(1e-2).Batch(4).Steps(Setting("steps", 14)).SaveEvery(4).Open();
        foreach (var batch in stage.Batches())
        {
            stage.Take(batch);
            if (stage.Step == 10) Middle();
        }

        var result = await stage.Finish();
        Report("model", result.ModelDirectory);

        """;

    private const string Crash = "static class C { [System.Runtime.InteropServices.DllImport(\"libc\")] public static extern nint strlen(nint text); }";

    private readonly HostProcess _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void A_killed_worker_is_followed_by_one_that_ends_as_the_run_would_have()
    {
        var script = _host.Script(Training + """
            void Middle()
            {
                var died = Path.Join(RunDirectory, "died");
                if (!Setting("die", false) || File.Exists(died)) return;
                File.WriteAllText(died, "");
                System.Diagnostics.Process.GetCurrentProcess().Kill();
            }
            """);
        var whole = _host.Run("run", script, "--trust", "--json", "--threads", "1", "--set", "die=false");
        Assert.True(whole.Code == 0, whole.Errors);
        var broken = _host.Run("run", script, "--trust", "--json", "--threads", "1", "--set", "die=true");
        Assert.True(broken.Code == 0, broken.Errors);
        Assert.Contains("was killed (SIGKILL", broken.Errors, StringComparison.Ordinal);
        // The checkpoint of step 8 is written beside the training, so the kill at step 10 may come before it is whole.
        Assert.Matches("starting again from step [48] in 1 s, attempt 1 of 3", broken.Errors);
        var (first, second) = (JsonNode.Parse(whole.Output.Trim())!, JsonNode.Parse(broken.Output.Trim())!);
        foreach (var figure in new[] { "train_loss_first", "train_loss_last", "val_loss" }) Assert.Equal(first[figure]!.ToJsonString(), second[figure]!.ToJsonString());
        Assert.Equal(Weights(first), Weights(second));
        var died = Assert.Single(RunRecord.ReadAll(second["run_dir"]!.GetValue<string>()).OfType<WorkerDied>());
        Assert.Equal((1, true, "gpt", 10L), (died.Attempt, died.Restarting, died.Stage, died.Step));
    }

    [Fact]
    public void A_worker_that_always_crashes_is_given_up_with_what_was_at_work()
    {
        var (code, output, errors) = _host.Run("run", _host.Script($"{Training}void Middle() => C.strlen(1);\n{Crash}"), "--trust", "--json", "--threads", "1", "--restarts", "1");
        Assert.Equal(1, code);
        Assert.Contains("attempt 1 of 1", errors, StringComparison.Ordinal);
        Assert.Contains("crashed in native code (SIGSEGV) in stage \"gpt\" after step 10 of 14, in the recipe's own code", errors, StringComparison.Ordinal);
        Assert.Contains("1 restart in a row got no further", errors, StringComparison.Ordinal);
        Assert.Contains("--resume", errors, StringComparison.Ordinal);
        Assert.Equal("failed", JsonNode.Parse(output.Trim())!["status"]!.GetValue<string>());
        Assert.Equal([true, false], RunRecord.ReadAll(_host.RunDirectory).OfType<WorkerDied>().Select(died => died.Restarting));
        Assert.Equal("failed", ListedRun.Of(_host.RunDirectory).Standing);
    }

    [Fact]
    public void A_wish_to_stop_reaches_the_worker_through_the_supervisor_also_while_it_waits_to_start_again()
    {
        var script = _host.Script(Busy);
        var (_, output, errors) = _host.Run("run", script, "--trust", "--json", "--detach");
        var supervisor = JsonNode.Parse(output.Trim())!["process"]!.GetValue<int>();
        Assert.True(Worker.SupervisorOf(_host.RunDirectory) == supervisor, errors);
        AwaitBusy(1);
        Posix.Signal(Worker.StillAt(_host.RunDirectory)!.Value, Posix.Kill);
        HostProcess.Await(() => ListedRun.Of(_host.RunDirectory).Standing == "restarting", "the restart");
        AwaitBusy(2);
        Posix.Signal(Worker.StillAt(_host.RunDirectory)!.Value, Posix.Kill);
        HostProcess.Await(() => RunRecord.ReadAll(_host.RunDirectory).OfType<WorkerDied>().Count() == 2, "the second restart");
        Posix.Signal(supervisor, Posix.Terminate);
        HostProcess.Await(() => Worker.InChargeOf(_host.RunDirectory) is null, "the run's end");
        var ended = RunRecord.ReadAll(_host.RunDirectory).OfType<RunEnded>().Single();
        Assert.Equal((RunStatus.Stopped, 4), (ended.Status, ended.ExitCode));
    }

    [Fact]
    public void A_worker_outlives_its_supervisor_and_is_still_the_runs()
    {
        var script = _host.Script(Busy);
        using var process = _host.Start("run", script, "--trust");
        AwaitBusy(1);
        Posix.Signal(Worker.SupervisorOf(_host.RunDirectory)!.Value, Posix.Kill);
        HostProcess.Await(() => Worker.SupervisorOf(_host.RunDirectory) is null, "the supervisor's end");
        Assert.Equal("running", ListedRun.Of(_host.RunDirectory).Standing);
        Assert.Equal(2, _host.Run("run", "--resume", _host.RunDirectory, "--trust").Code);
        File.WriteAllText(Path.Join(_host.Folder, "go"), "");
        Assert.Equal(0, HostProcess.End(process).Code);
    }

    [Fact]
    public void Two_workers_cannot_have_one_run()
    {
        _host.Run("run", _host.Script(Busy), "--trust", "--detach");
        AwaitBusy(1);
        // Past the watcher's own look: the kernel decides.
        using var second = _host.Start("worker", _host.RunDirectory);
        var (code, output, _) = HostProcess.End(second);
        Assert.Equal(2, code);
        Assert.Contains($"is still at work (process {Worker.StillAt(_host.RunDirectory)})", output, StringComparison.Ordinal);
        File.WriteAllText(Path.Join(_host.Folder, "go"), "");
        HostProcess.Await(() => Worker.InChargeOf(_host.RunDirectory) is null, "the run's end");
        Assert.Single(RunRecord.ReadAll(_host.RunDirectory).OfType<RunStarted>());
    }

    [Fact]
    public void A_run_that_hangs_says_where()
    {
        var (code, _, errors) = _host.Run("run", _host.Script("Hang();\nvoid Hang() { while (!File.Exists(Path.Join(RunDirectory, \"go\"))) { System.Threading.Thread.Sleep(20); "
            + "if (File.ReadAllText(Path.Join(RunDirectory, \"events.jsonl\")).Contains(\"stalled\")) File.WriteAllText(Path.Join(RunDirectory, \"go\"), \"\"); } }"), "--trust", "--stall-after", "1s");
        Assert.True(code == 0, errors);
        var stalls = RunRecord.ReadAll(_host.RunDirectory).OfType<Stalled>().ToList();
        Assert.NotEmpty(stalls);
        Assert.StartsWith("No step was finished for", stalls[0].Message, StringComparison.Ordinal);
        // Where nobody may look into a process the report says so.
        Assert.True(stalls[0].Stack?.Contains(" PluginHost.", StringComparison.Ordinal) ?? stalls[0].Message.Contains("SYS_PTRACE", StringComparison.Ordinal), stalls[0].Message + stalls[0].Stack);
    }

    private string Busy => $"Print(\"busy\"); while (!File.Exists(\"{Path.Join(_host.Folder, "go")}\")) System.Threading.Thread.Sleep(20);";

    private void AwaitBusy(int times) => HostProcess.Await(() => Directory.Exists(Path.Join(_host.Folder, "runs")) && Directory.GetDirectories(Path.Join(_host.Folder, "runs")) is [var run]
        && RunRecord.ReadAll(run).OfType<Noted>().Count(note => note.Message == "busy") == times, $"the recipe's first line, {times} times");

    private static byte[] Weights(JsonNode answer) => File.ReadAllBytes(Path.Join(answer["model"]!.GetValue<string>(), "model.safetensors"));
}
