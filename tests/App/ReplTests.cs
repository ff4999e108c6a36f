// pluginhost repl, from the outside: a real run, and lines from the command line and from standard input.
using PluginHost.App;
using PluginHost.Engine;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class ReplTests : IDisposable
{
    private const string Recipe = """
        await Pretrain("gpt").Bytes().Text([Path.Join(Home, "docs", "decisions.md")], window: 32)
            .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 32 })
            .CausalLanguageModeling().Loss("cross-entropy").AdamW(1e-3).Batch(4).Steps(1000000).SaveEvery(50).Run();
        """;

    // A mutex that is locked twice: no signal wakes who waits for it.
    private const string Deadlock = """
        static class C { [System.Runtime.InteropServices.DllImport("libc.so.6")] public static extern int pthread_mutex_lock(nint mutex); }
        var mutex = System.Runtime.InteropServices.Marshal.StringToHGlobalAnsi(new string('\0', 64)); C.pthread_mutex_lock(mutex); C.pthread_mutex_lock(mutex);
        """;

    private readonly HostProcess _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Lines_reach_the_run_and_one_that_is_stuck_in_native_code_costs_a_restart_only()
    {
        var none = _host.Run("repl");
        Assert.Equal(2, none.Code);
        Assert.Contains("no run is at work", none.Errors, StringComparison.Ordinal);

        using var run = _host.Start("run", _host.Script(Recipe), "--trust", "--json", "--threads", "1");
        HostProcess.Await(() => Directory.Exists(Path.Join(_host.Folder, "runs")) && Directory.GetDirectories(Path.Join(_host.Folder, "runs")).Length == 1 && Saved() >= 50, "the first checkpoint");
        var looked = _host.Run("repl", "--eval", "Stage", "--eval", "var twice = 2 * 21;", "--eval", "twice", "--eval", "1 +");
        Assert.Equal(1, looked.Code);
        Assert.Equal("gpt\n42\n", looked.Output);
        Assert.Contains("This is not whole", looked.Errors, StringComparison.Ordinal);

        // From standard input a line goes on until it is whole.
        using (var piped = _host.Start("repl", "last", "--json"))
        {
            piped.StandardInput.Write("new[] { 1,\n2 }.Sum()\nthrow new Exception(\"no\");\n");
            var (code, output, _) = HostProcess.End(piped);
            Assert.Equal(1, code);
            Assert.Matches("\"result\":\"3\".*\n.*\"fault\":\"Exception: no\"", output);
        }

        // Ctrl-C ends the line, long before its limit.
        var begun = Path.Join(_host.Folder, "begun");
        using (var endless = _host.Start("repl", "last", "--limit", "1000", "--eval", $"File.WriteAllText(@\"{begun}\", \"\"); while (true) {{ }}"))
        {
            HostProcess.Await(() => File.Exists(begun), "the endless line");
            Assert.True(Posix.Signal(endless.Id, Posix.Interrupt));
            var (code, _, errors) = HostProcess.End(endless);
            Assert.Equal(1, code);
            Assert.Contains("The line was cut off; everything is as it was before it.", errors, StringComparison.Ordinal);
        }

        var stuck = _host.Run("repl", "last", "--limit", "1", "--eval", Deadlock);
        Assert.Equal(1, stuck.Code);
        Assert.Contains("stuck in native code", stuck.Errors, StringComparison.Ordinal);
        Assert.Contains("another goes on from the last checkpoint", stuck.Errors, StringComparison.Ordinal);
        var before = RunRecord.ReadAll(_host.RunDirectory).OfType<StepTaken>().Last().Step;
        HostProcess.Await(() => RunRecord.ReadAll(_host.RunDirectory).OfType<StageStarted>().Count() == 2, "the next worker");
        Assert.True(RunRecord.ReadAll(_host.RunDirectory).OfType<StageStarted>().Last().Step >= 50);
        Assert.Single(RunRecord.ReadAll(_host.RunDirectory).OfType<WorkerDied>());
        HostProcess.Await(() => RunRecord.ReadAll(_host.RunDirectory).OfType<StepTaken>().Last().Step > before, "steps beyond");
        Assert.True(Posix.Signal(run.Id, Posix.Terminate));
        Assert.Equal(4, HostProcess.End(run).Code);
    }

    private long Saved() => RunRecord.ReadAll(_host.RunDirectory).OfType<CheckpointSaved>().LastOrDefault()?.Step ?? 0;
}
