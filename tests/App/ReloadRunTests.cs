// Plugins that are rebuilt under a real run: noticed, exchanged, recorded; and the commands that ask for it.
using PluginHost.App;
using PluginHost.Engine;
using PluginHost.Tests.Engine.Reloading;
using PluginHost.Tests.Loading;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class ReloadRunTests : IDisposable
{
    private const string Training = """
        #r "plugin:acme"
        var knob = Live("knob", 3);
        var go = Path.Join(RunDirectory, "go");
        var stage = await Pretrain("gpt").Bytes().Text([Path.Join(Home, "docs", "decisions.md")], window: 32)
            .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 32 })
            .CausalLanguageModeling().Loss("strange").AdamW(1e-2).Batch(4).Steps(100000).Open();
        foreach (var batch in stage.Batches())
        {
            stage.Take(batch);
            if (knob.Value == 4) Report("knob", 4);
            if (File.Exists(go)) break;
        }
        """;

    private readonly HostProcess _host = new();
    private readonly Workshop _workshop = new();

    public void Dispose()
    {
        _workshop.Dispose();
        _host.Dispose();
    }

    [Fact]
    public void A_rebuilt_plugin_is_noticed_and_taken_over_and_one_that_is_not_trusted_waits_for_a_yes()
    {
        var environment = new Dictionary<string, string> { ["PLUGINHOST_PLUGINS"] = _workshop.Strangers };
        (int Code, string Output, string Errors) Run(params string[] arguments) => _host.Run(environment, arguments);
        _workshop.Build("acme", StrangeLoss.Source());
        Assert.Equal(0, Run("plugins", "trust", "acme").Code);
        // Somebody looked at the next build too; the third comes as a surprise.
        _workshop.Build("acme", StrangeLoss.Source(scale: "2.0"));
        Assert.Equal(0, Run("plugins", "trust", "acme").Code);
        _workshop.Build("acme", StrangeLoss.Source());
        var script = _host.Script(Training);
        var started = Run("run", script, "--trust", "--threads", "1", "--watch", "--detach");
        Assert.True(started.Code == 0, started.Errors);
        HostProcess.Await(() => Events<StepTaken>().Any(), "the first step");

        _workshop.Build("acme", StrangeLoss.Source(scale: "2.0"));
        HostProcess.Await(() => Events<PluginReloaded>().Any(), "the reload");
        var reloaded = Events<PluginReloaded>().Single();
        Assert.Equal(("acme", 1, "loss"), (reloaded.Plugin, reloaded.Stage, Assert.Single(reloaded.Exchanged)));

        _workshop.Build("acme", StrangeLoss.Source(members: $"public const string Never = \"{Guid.NewGuid()}\";"));
        HostProcess.Await(() => Events<ReloadRefused>().Any(), "the refusal");
        Assert.Contains("is not trusted, so none of its code runs", Events<ReloadRefused>().Single().Message, StringComparison.Ordinal);
        Assert.Equal(0, Run("plugins", "trust", "acme").Code);
        Assert.Contains("acme is loaded and taken over", Run("runs", "reload", "last", "strange").Output.Replace("strange is", "acme is", StringComparison.Ordinal), StringComparison.Ordinal);
        HostProcess.Await(() => Events<PluginReloaded>().Count() == 2, "the second reload");
        Assert.Equal(reloaded.New, Events<PluginReloaded>().Last().Old);
        Assert.Equal(0, Run("runs", "reload", "last").Code);
        HostProcess.Await(() => Events<Noted>().Any(note => note.Message.StartsWith("No plugin was reloaded", StringComparison.Ordinal)), "the answer");
        var (code, _, errors) = Run("runs", "reload", "last", "nowhere");
        Assert.Equal(2, code);
        Assert.Contains("There is no plugin \"nowhere\"", errors, StringComparison.Ordinal);
        // The recipe too: what it declares live is taken over, the rest is named.
        File.WriteAllText(script, Training.Replace("\"knob\", 3", "\"knob\", 4", StringComparison.Ordinal).Replace(".Batch(4)", ".Batch(5)", StringComparison.Ordinal));
        HostProcess.Await(() => Events<ReloadRefused>().Count() == 2, "the refusal of the rest");
        Assert.Contains("in more than its live values", Events<ReloadRefused>().Last().Message, StringComparison.Ordinal);
        HostProcess.Await(() => Events<Reported>().Any(), "the value's effect");
        File.WriteAllText(Path.Join(_host.RunDirectory, "go"), "");
        HostProcess.Await(() => Events<RunEnded>().Any(), "the end");
        Assert.Equal(0, Events<RunEnded>().Single().ExitCode);
        Assert.DoesNotContain(Events<Warned>(), warned => warned.Message.Contains("still in memory", StringComparison.Ordinal));
        // The record says which build computed which steps.
        Assert.Contains(reloaded.New, File.ReadAllText(Path.Join(_host.RunDirectory, "record.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_generation_that_something_holds_is_told_with_its_holders_by_name()
    {
        var environment = new Dictionary<string, string> { ["PLUGINHOST_PLUGINS"] = _workshop.Strangers };
        const string hold = """
            if (Interlocked.Exchange(ref s_holds, 1) == 0)
            {
                AppDomain.CurrentDomain.ProcessExit += (_, _) => s_holds++;
                System.Runtime.InteropServices.GCHandle.Alloc(this);
                new Thread(Forever) { IsBackground = true, Name = "acme-worker" }.Start();
            }
            """;
        _workshop.Build("acme", StrangeLoss.Source(compute: hold, members: "private static int s_holds; private static void Forever() { while (s_holds > 0) Thread.Sleep(10); }"));
        Assert.Equal(0, _host.Run(environment, "plugins", "trust", "acme").Code);
        Assert.Equal(0, _host.Run(environment, "run", _host.Script(Training), "--trust", "--threads", "1", "--detach").Code);
        HostProcess.Await(() => Events<StepTaken>().Any(), "the first step");
        _workshop.Build("acme", StrangeLoss.Source());
        Assert.Equal(0, _host.Run(environment, "plugins", "trust", "acme").Code);
        // The console asks for it as well as `runs reload` does.
        Assert.Matches("^acme [0-9a-f]{12} is in use from the next step on", _host.Run(environment, "repl", "last", "--eval", "Reload(\"acme\")").Output);
        HostProcess.Await(() => Events<Warned>().Any(warned => warned.Message.Contains("still in memory", StringComparison.Ordinal)), "the warning");
        var told = Events<Warned>().Single(warned => warned.Message.Contains("still in memory", StringComparison.Ordinal)).Message;
        Assert.StartsWith("Generation 1 of plugin \"acme\"", told, StringComparison.Ordinal);
        Assert.Contains("The thread \"acme-worker\" is in Acme.StrangeLoss.Forever.", told, StringComparison.Ordinal);
        Assert.Matches("static.* holds System.AppDomain → System.EventHandler → .*Acme.StrangeLoss", told);
        Assert.DoesNotContain("A GCHandle holds System.Object[]", told, StringComparison.Ordinal);
        Assert.Contains("A GCHandle holds Acme.StrangeLoss.", told, StringComparison.Ordinal);
        File.WriteAllText(Path.Join(_host.RunDirectory, "go"), "");
        HostProcess.Await(() => Events<RunEnded>().Any(), "the end");
    }

    private IEnumerable<T> Events<T>() => RunRecord.ReadAll(_host.RunDirectory).OfType<T>();
}
