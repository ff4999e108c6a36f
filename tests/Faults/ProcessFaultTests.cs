// Faults where processes meet: while one is started, and while the control socket answers.
using System.Net.Sockets;
using System.Text.Json.Nodes;
using PluginHost.Engine;
using PluginHost.Tests.App;
using Xunit;

namespace PluginHost.Tests.Faults;

public sealed class ProcessFaultTests : IDisposable
{
    private const string Script = """
        var done = await Pretrain("gpt").Bytes().Text([Path.Join(Home, "docs", "decisions.md")], window: 16)
            .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 16, ResidualDropout = 0.1 })
            .CausalLanguageModeling().Loss("cross-entropy").AdamW(1e-2).Batch(4).Steps(24).SaveEvery(3).Run();
        Report("model", done.ModelDirectory);
        """;

    // The second save kills the worker, once: what the supervisor then starts meets the rest.
    private const string Death = "rename:step:after@2=kill;";

    private readonly HostProcess _host = new();
    private readonly FaultRun _run = new();

    public void Dispose()
    {
        _host.Dispose();
        _run.Dispose();
    }

    [Fact]
    public void A_process_that_does_not_start_or_dies_while_another_starts_is_told_and_the_run_can_go_on()
    {
        var script = _host.Script(Script);
        var whole = _host.Run("run", script, "--trust", "--json", "--threads", "1", "--runs-dir", "whole");
        Assert.True(whole.Code == 0, whole.Errors);
        var weights = Weights(whole.Output);
        (string Process, string Before)[] starts = [("pluginhost-supervisor", ""), ("worker", ""), ("recover", Death)];
        var faults = starts.SelectMany(start => new[] { "before@1=eio", "before@1=kill", "before@1=delay", "after@1=kill", "after@1=delay" }.Select(fault => $"{start.Before}spawn:{start.Process}:{fault}")).ToArray();
        if (FaultSuite.Errors is { } few) faults = new Random(FaultSuite.Seed).GetItems(faults, few);
        foreach (var fault in faults)
        {
            var runs = "runs-" + Guid.NewGuid().ToString("N")[..6];
            var (code, output, errors) = _host.Run(new Dictionary<string, string> { ["PLUGINHOST_FAULTS"] = fault }, "run", script, "--trust", "--json", "--threads", "1", "--runs-dir", runs);
            var named = Directory.Exists(Path.Join(_host.Folder, runs)) && Directory.GetDirectories(Path.Join(_host.Folder, runs)) is [var run] && File.Exists(Path.Join(run, "run.json"));
            if (code == 0)
            {
                Assert.True(weights.AsSpan().SequenceEqual(Weights(output)), $"{fault}: it went on and ended with other weights");
                continue;
            }

            // Whoever is killed itself says nothing.
            if (code != 137) Assert.True(code is 1 or 3 && errors.Trim().Length > 20 && !errors.Contains("unexpected", StringComparison.Ordinal), $"{fault}: exit code {code} and no sentence: {errors}");
            if (!named) continue;
            var resumed = _host.Run("run", "--resume", "last", "--json", "--runs-dir", runs);
            Assert.True(resumed.Code == 0, $"{fault}, resumed: {resumed.Errors}");
            Assert.True(weights.AsSpan().SequenceEqual(Weights(resumed.Output)), $"{fault}: the resumed run ended with other weights");
        }
    }

    [Fact]
    public async Task A_fault_while_the_control_socket_answers_does_not_touch_the_training()
    {
        var whole = _run.Begin("whole", steps: Steps, every: 50);
        Assert.Equal(0, _run.Work(whole));
        var weights = FaultRun.Weights(whole);
        var points = new[] { "bind:control.sock", "reply:state", "reply:values", "reply:checkpoint", "reply:events" };
        var faults = points.SelectMany(point => new[] { ":before@1=eio", ":before@1=kill", ":after@1=kill", ":after@1=eio", ":before@1=delay" }.Select(fault => point + fault)).ToArray();
        if (FaultSuite.Errors is { } few) faults = new Random(FaultSuite.Seed).GetItems(faults, few);
        for (var index = 0; index < faults.Length; index++)
        {
            var (fault, directory) = (faults[index], _run.Begin($"fault-{index}", steps: Steps, every: 50));
            using var over = new CancellationTokenSource();
            var asking = Task.Run(() => Ask(directory, over.Token), TestContext.Current.CancellationToken);
            var code = _run.Work(directory, ("PLUGINHOST_FAULTS", fault));
            await over.CancelAsync();
            await asking;
            Assert.Equal(fault.EndsWith("kill", StringComparison.Ordinal) ? 137 : 0, code);
            if (code == 137)
            {
                _run.Begin($"fault-{index}", resume: true, steps: Steps, every: 50);
                Assert.True(_run.Work(directory) == 0, $"{fault}, resumed: {FaultRun.Ended(directory)?.Message}");
            }
            else if (fault.StartsWith("bind", StringComparison.Ordinal) && fault.EndsWith("eio", StringComparison.Ordinal))
                Assert.Contains(RunRecord.ReadAll(directory).OfType<Warned>(), warned => warned.Message.Contains("no control socket", StringComparison.Ordinal));

            Assert.True(weights.AsSpan().SequenceEqual(FaultRun.Weights(directory)), $"{fault}: it ended with other weights");
        }
    }

    private const int Steps = 300;

    // Everything that can be asked, again and again; what is answered is not looked at here.
    private static async Task Ask(string directory, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                var pointer = Path.Join(directory, "control.sock.path");
                if (!File.Exists(pointer))
                {
                    await Task.Delay(5, over);
                    continue;
                }

                var path = (await File.ReadAllTextAsync(pointer, over)).Trim();
                using var client = new HttpClient(new SocketsHttpHandler
                {
                    ConnectCallback = async (_, cancelled) =>
                    {
                        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancelled);
                        return new NetworkStream(socket, ownsSocket: true);
                    },
                });
                using (await client.GetAsync("http://run/events", HttpCompletionOption.ResponseHeadersRead, over))
                using (await client.GetAsync("http://run/state", over))
                using (await client.GetAsync("http://run/values", over))
                using (await client.PostAsync("http://run/checkpoint", null, over))
                    await Task.Delay(20, over);
            }
            catch (Exception gone) when (gone is HttpRequestException or SocketException or IOException or OperationCanceledException or ArgumentException)
            {
                // The worker is gone, or its answer broke off: that is what is tried here.
            }
        }
    }

    private static byte[] Weights(string answer) => File.ReadAllBytes(Path.Join(JsonNode.Parse(answer.Trim())!["model"]!.GetValue<string>(), "model.safetensors"));
}
