// A run from the outside: the built program starts a worker, watches it, and ends as it ends.
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using PluginHost.App;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class RunTests : IDisposable
{
    private readonly HostProcess _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void A_run_ends_with_one_object_and_leaves_a_record()
    {
        var script = _host.Script("Print($\"in {RunDirectory}\"); Report(\"answer\", Setting(\"answer\", 1)); Report(\"word\", \"a [b]\");");
        var (code, output, errors) = _host.Run("run", script, "--trust", "--json", "--set", "answer=42");
        Assert.True(code == 0, errors);
        var answer = JsonNode.Parse(output.Trim())!;
        Assert.Equal(("done", 42), (answer["status"]!.GetValue<string>(), answer["answer"]!.GetValue<double>()));
        Assert.Equal(_host.RunDirectory, answer["run_dir"]!.GetValue<string>());
        Assert.Contains($"in {_host.RunDirectory}", errors, StringComparison.Ordinal);
        Assert.Contains("a [b]", errors, StringComparison.Ordinal);
        Assert.StartsWith("recipe-", Path.GetFileName(_host.RunDirectory), StringComparison.Ordinal);
        Assert.False(File.Exists(ControlSocket.PointerOf(_host.RunDirectory)));
    }

    [Fact]
    public void A_recipe_that_does_not_compile_shows_where_and_ends_with_2()
    {
        var (code, _, errors) = _host.Run("run", _host.Script("var x = 1;\nvar y = nowhere + x;\n"), "--trust");
        Assert.Equal(2, code);
        Assert.Contains("recipe.csx", errors, StringComparison.Ordinal);
        Assert.Contains("var y = nowhere + x;", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_that_throws_ends_with_1_and_shows_its_trace_only_when_asked()
    {
        var script = _host.Script("throw new InvalidOperationException(\"the recipe's own fault\");");
        var (code, _, errors) = _host.Run("run", script, "--trust");
        Assert.Equal(1, code);
        Assert.Contains("the recipe's own fault", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.Contains("   at ", _host.Run("run", script, "--trust", "--debug").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_that_dies_is_told_of_with_its_last_words()
    {
        var script = _host.Script("Console.Error.WriteLine(\"last words\"); System.Diagnostics.Process.GetCurrentProcess().Kill();");
        var (code, output, errors) = _host.Run("run", script, "--trust", "--json", "--restarts", "0");
        Assert.Equal(1, code);
        Assert.Contains("was killed (SIGKILL", errors, StringComparison.Ordinal);
        Assert.Contains("| last words", errors, StringComparison.Ordinal);
        Assert.Contains($"--resume", errors, StringComparison.Ordinal);
        Assert.Equal("failed", JsonNode.Parse(output.Trim())!["status"]!.GetValue<string>());
    }

    [Fact]
    public void A_stack_overflow_is_named_without_its_trace()
    {
        var script = _host.Script("int Deep(int n) => n < 0 ? 0 : 1 + Deep(n + 1);\nPrint($\"{Deep(0)}\");");
        var (code, output, errors) = _host.Run("run", script, "--trust", "--json", "--restarts", "0");
        Assert.Equal(1, code);
        Assert.Contains("its stack overflowed", errors, StringComparison.Ordinal);
        Assert.Contains("Deep", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("SIGABRT", errors, StringComparison.Ordinal);
        Assert.InRange(errors.Split('\n').Length, 1, 10);
        var answer = JsonNode.Parse(output.Trim())!.AsObject();
        foreach (var key in new[] { "run_dir", "device", "steps", "val_loss", "seconds", "peak_rss_mib" }) Assert.True(answer.ContainsKey(key), key);
    }

    [Fact]
    public void A_recipe_that_exits_the_program_is_told_so()
    {
        var (code, _, errors) = _host.Run("run", _host.Script("Environment.Exit(3);"), "--trust");
        Assert.Equal(1, code);
        Assert.Contains("ended the program itself (Environment.Exit(3))", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_is_the_reason_that_is_given()
    {
        // The record becomes unwritable while the run is at work; nothing can be said in the folder from then on.
        var script = _host.Script("""
            var record = Path.Join(RunDirectory, "events.jsonl");
            var open = Directory.GetFiles("/proc/self/fd").First(file => new FileInfo(file).LinkTarget == record);
            Full.dup2(new FileStream("/dev/full", FileMode.Open, FileAccess.Write).SafeFileHandle.DangerousGetHandle().ToInt32(), int.Parse(Path.GetFileName(open)));
            Print("cannot be written");
            throw new IOException("No space left on device : '/x'", 28);
            static class Full { [System.Runtime.InteropServices.DllImport("libc")] public static extern int dup2(int from, int to); }
            """);
        var (code, _, errors) = _host.Run("run", script, "--trust");
        Assert.Equal(1, code);
        Assert.Contains("No space left on device : '/x'", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("without saying why", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_interrupt_quits_at_once()
    {
        var script = _host.Script("Print(\"busy\"); System.Threading.Thread.Sleep(-1);");
        using var process = _host.Start("run", script, "--trust");
        Assert.True(AwaitLine(process, "busy"));
        var worker = Worker.StillAt(_host.RunDirectory)!.Value;
        Posix.Signal(process.Id, Posix.Interrupt);
        Assert.True(AwaitLine(process, "Stopping after this step"));
        Assert.False(process.HasExited);
        Posix.Signal(process.Id, Posix.Interrupt);
        var (code, _, errors) = HostProcess.End(process);
        Assert.Equal(4, code);
        Assert.Contains("Quit at once; no checkpoint had been written", errors, StringComparison.Ordinal);
        Assert.Null(Worker.StillAt(_host.RunDirectory));
        Assert.False(Directory.Exists($"/proc/{worker}") && File.ReadAllText($"/proc/{worker}/status").Contains("State:\tR", StringComparison.Ordinal));
    }

    [Fact]
    public void A_detached_run_goes_on_and_cannot_be_started_twice()
    {
        var go = Path.Join(_host.Folder, "go");
        var script = _host.Script($"Print(\"busy\"); while (!File.Exists(\"{go}\")) System.Threading.Thread.Sleep(20);");
        var (code, output, errors) = _host.Run("run", script, "--trust", "--json", "--detach");
        Assert.True(code == 0, errors);
        var run = JsonNode.Parse(output.Trim())!["run_dir"]!.GetValue<string>();
        HostProcess.Await(() => File.Exists(Path.Join(run, "events.jsonl")) && File.ReadAllText(Path.Join(run, "events.jsonl")).Contains("busy", StringComparison.Ordinal), "the recipe's first line");
        var (again, _, refusal) = _host.Run("run", "--resume", run, "--trust");
        Assert.Equal(2, again);
        Assert.Contains("is still at work", refusal, StringComparison.Ordinal);
        File.WriteAllText(go, "");
        HostProcess.Await(() => Worker.StillAt(run) is null, "the run's end");
        Assert.Contains("\"run-ended\"", File.ReadAllText(Path.Join(run, "events.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_that_is_given_no_run_goes_away()
    {
        using var process = _host.Start("worker");
        Assert.Equal((0, "", ""), HostProcess.End(process));
    }

    [Fact]
    public void Closing_the_terminal_leaves_the_run_at_work()
    {
        var go = Path.Join(_host.Folder, "go");
        using var process = _host.Start("run", _host.Script($"Print(\"busy\"); while (!File.Exists(\"{go}\")) System.Threading.Thread.Sleep(20);"), "--trust");
        Assert.True(AwaitLine(process, "busy"));
        Posix.Signal(process.Id, (int)PosixSignalNumber.Hangup);
        HostProcess.Await(() => process.HasExited, "the watcher's end");
        Assert.NotNull(Worker.StillAt(_host.RunDirectory));
        File.WriteAllText(go, "");
        HostProcess.Await(() => Worker.StillAt(_host.RunDirectory) is null, "the run's end");
        Assert.Contains("\"done\"", File.ReadAllText(Path.Join(_host.RunDirectory, "events.jsonl")), StringComparison.Ordinal);
    }

    private static bool AwaitLine(System.Diagnostics.Process process, string text)
    {
        while (process.StandardOutput.ReadLine() is { } line)
            if (line.Contains(text, StringComparison.Ordinal)) return true;
        return false;
    }

    private enum PosixSignalNumber
    {
        Hangup = 1,
    }

    [Fact]
    public void What_is_wrong_with_a_stage_is_told_with_its_name_and_line()
    {
        var script = _host.Script("// A stage.\nawait Pretrain(\"first\").Bytes().Text([\"*.csx\"], window: 8).Model(\"gpt2\").CausalLanguageModeling()\n    .Loss(\"cros-entropy\").AdamW(1e-3).Steps(1).Run();");
        var (code, _, errors) = _host.Run("run", script, "--trust");
        Assert.Equal(2, code);
        Assert.Contains($"{script}:2: The stage \"first\": There is no loss \"cros-entropy\"", errors, StringComparison.Ordinal);
        Assert.Contains("is trusted from now on", errors, StringComparison.Ordinal);
    }

}
