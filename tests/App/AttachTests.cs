// Finding runs and watching them from another terminal.
using System.Text.Json.Nodes;
using PluginHost.App;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class AttachTests : IDisposable
{
    private readonly HostProcess _host = new();

    public void Dispose() => _host.Dispose();

    private string Waiting() => _host.Script($"Print(\"busy\"); while (!File.Exists(\"{Go}\")) System.Threading.Thread.Sleep(20); Report(\"answer\", 42);");

    private string Go => Path.Join(_host.Folder, "go");

    [Fact]
    public void A_run_at_work_is_listed_watched_and_left_at_work()
    {
        var (code, output, errors) = _host.Run("run", Waiting(), "--trust", "--detach");
        Assert.True(code == 0, errors);
        Assert.Contains("attach last", output, StringComparison.Ordinal);
        var run = JsonNode.Parse(_host.Run("runs", "--json").Output)!["runs"]!.AsArray().Single()!;
        Assert.Equal((Path.GetFileName(_host.RunDirectory), "running"), (run["name"]!.GetValue<string>(), run["state"]!.GetValue<string>()));
        Assert.Contains("running", _host.Run("runs", "list").Output, StringComparison.Ordinal);

        using (var leaver = _host.Start("attach", "last"))
        {
            Assert.Contains("is at work", leaver.StandardOutput.ReadLine(), StringComparison.Ordinal);
            Posix.Signal(leaver.Id, Posix.Interrupt);
            var left = HostProcess.End(leaver);
            Assert.Equal(0, left.Code);
            Assert.Contains("Left; the run goes on", left.Output, StringComparison.Ordinal);
        }

        Assert.NotNull(Worker.StillAt(_host.RunDirectory));
        using (var watcher = _host.Start("attach", Path.GetFileName(_host.RunDirectory)[..10]))
        {
            Assert.Contains("is at work", watcher.StandardOutput.ReadLine(), StringComparison.Ordinal);
            File.WriteAllText(Go, "");
            var ended = HostProcess.End(watcher);
            Assert.True(ended.Code == 0, ended.Errors);
            Assert.Contains("answer", ended.Output, StringComparison.Ordinal);
        }

        Assert.Contains("answer", _host.Run("attach", "last").Output, StringComparison.Ordinal);
        Assert.Equal("done", JsonNode.Parse(_host.Run("runs", "--json").Output)!["runs"]![0]!["state"]!.GetValue<string>());
    }

    [Fact]
    public void A_run_whose_supervisor_and_worker_are_gone_is_dead()
    {
        _host.Run("run", _host.Script("C.kill(C.getppid(), 9); C.kill(Environment.ProcessId, 9);\n"
            + "static class C { [System.Runtime.InteropServices.DllImport(\"libc\")] public static extern int getppid(); [System.Runtime.InteropServices.DllImport(\"libc\")] public static extern int kill(int process, int signal); }"), "--trust");
        Assert.Equal("dead", JsonNode.Parse(_host.Run("runs", "--json").Output)!["runs"]![0]!["state"]!.GetValue<string>());
        var (code, _, errors) = _host.Run("attach", "last");
        Assert.Equal(1, code);
        Assert.Contains("is gone", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Detaching_from_a_recipe_that_does_not_compile_says_so()
    {
        var (code, output, errors) = _host.Run("run", _host.Script("Print(nowhere);"), "--trust", "--detach", "--json");
        Assert.Equal(2, code);
        Assert.Contains("does not compile", errors, StringComparison.Ordinal);
        Assert.Equal("failed", JsonNode.Parse(output.Trim())!["status"]!.GetValue<string>());
    }

    [Fact]
    public void A_worker_is_not_taken_for_the_process_that_has_its_number_now()
    {
        var run = Path.Join(_host.Folder, "runs", "old");
        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Join(run, "run.json"), "{}");
        File.WriteAllText(Path.Join(run, "events.jsonl"), """{"type":"run-started","name":"old","recipe":"x","process":1}""" + "\n");
        Assert.Null(Worker.StillAt(run));
    }

    [Fact]
    public void A_worker_is_found_through_a_link_to_its_folder()
    {
        Directory.CreateDirectory(Path.Join(_host.Folder, "elsewhere"));
        Directory.CreateSymbolicLink(Path.Join(_host.Folder, "runs"), Path.Join(_host.Folder, "elsewhere"));
        _host.Run("run", Waiting(), "--trust", "--detach");
        Assert.NotNull(Worker.StillAt(_host.RunDirectory));
        File.WriteAllText(Go, "");
        HostProcess.Await(() => Worker.StillAt(_host.RunDirectory) is null, "the run's end");
    }
}
