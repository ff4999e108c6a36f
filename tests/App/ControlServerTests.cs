// The control server over a real socket.
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.App;
using PluginHost.Tests.Terminal;
using Xunit;

namespace PluginHost.Tests.App;

public sealed class ControlServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginhost-control-").FullName;
    private readonly List<string> _asked = [];
    private readonly ControlServer _server;
    private readonly HttpClient _client;

    public ControlServerTests()
    {
        _server = ControlServer.Start(_folder, new RunControls(reason => _asked.Add("stop: " + reason), () => _asked.Add("pause"), () => _asked.Add("resume"),
            () => _asked.Add("checkpoint"), () => _asked.LastOrDefault() == "pause", Set,
            () => [new JsonObject { ["name"] = "clip", ["value"] = 1.0 }],
            plugin =>
            {
                _asked.Add($"reload: {plugin}");
                return plugin == "nowhere" ? (true, "There is no such plugin.") : null;
            },
            (code, limit) => new JsonObject { ["whole"] = true, ["result"] = $"{code} within {limit.TotalSeconds}", ["fault"] = code == "bad" ? "bad is bad" : null },
            () => _asked.LastOrDefault() == "pause",
            (code, position) => new JsonObject { ["start"] = position, ["words"] = new JsonArray(code) }));
        _client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(File.ReadAllText(ControlSocket.PointerOf(_folder)).Trim()), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        { BaseAddress = new Uri("http://run/") };
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Only_the_owner_can_reach_it()
    {
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_server.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(_server.Path)!));
        Assert.InRange(_server.Path.Length, 1, 100);
    }

    [Fact]
    public async Task The_state_is_the_record_folded()
    {
        Publish(SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(2, 7, 2.5));
        var state = JsonNode.Parse(await _client.GetStringAsync("state", Cancellation))!;
        Assert.Equal(("tiny", "running", 7), (state["name"]!.GetValue<string>(), state["status"]!.GetValue<string>(), state["stages"]![0]!["step"]!.GetValue<int>()));
        Publish(SampleRun.Step(3, 8, double.NaN), new Reported("answer", 42));
        state = JsonNode.Parse(await _client.GetStringAsync("state", Cancellation))!;
        Assert.Equal("NaN", state["stages"]![0]!["loss"]!.GetValue<string>());
        Assert.Equal(42, state["figures"]!["answer"]!.GetValue<int>());
    }

    [Fact]
    public async Task Commands_reach_the_run_and_only_with_POST()
    {
        foreach (var command in new[] { "pause", "resume", "checkpoint", "stop" })
        {
            Assert.Equal(HttpStatusCode.Accepted, (await _client.PostAsync(command, null, Cancellation)).StatusCode);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _client.GetAsync(command, Cancellation)).StatusCode);
        }

        Assert.Equal(["pause", "resume", "checkpoint", "stop: asked over the control socket"], _asked);
        var missing = await _client.GetAsync("nowhere", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains("POST /stop", await missing.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_are_listed_and_set_and_a_refusal_says_why()
    {
        Assert.Equal("clip", JsonNode.Parse(await _client.GetStringAsync("values", Cancellation))!["values"]![0]!["name"]!.GetValue<string>());
        async Task<(HttpStatusCode, string)> Ask(string body)
        {
            var answer = await _client.PostAsync("set", new StringContent(body), Cancellation);
            return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["message"]!.GetValue<string>());
        }

        Assert.Equal((HttpStatusCode.Accepted, "clip changes before the next step."), await Ask("""{"name":"clip","value":0.5}"""));
        Assert.Equal(["set: clip 0.5"], _asked);
        Assert.Equal((HttpStatusCode.NotFound, "There is none."), await Ask("""{"name":"other","value":0.5}"""));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "It cannot be that."), await Ask("""{"name":"clip","value":"x"}"""));
        foreach (var body in new[] { "", "[]", "{", """{"name":"clip"}""", """{"name":1,"value":1}""" })
            Assert.Equal(HttpStatusCode.BadRequest, (await Ask(body)).Item1);
    }

    [Fact]
    public async Task A_reload_is_asked_for_one_plugin_or_for_all()
    {
        async Task<HttpStatusCode> Ask(string body) => (await _client.PostAsync("reload", new StringContent(body), Cancellation)).StatusCode;
        Assert.Equal(HttpStatusCode.Accepted, await Ask(""));
        Assert.Equal(HttpStatusCode.Accepted, await Ask("""{"plugin":"losses"}"""));
        Assert.Equal(HttpStatusCode.NotFound, await Ask("""{"plugin":"nowhere"}"""));
        Assert.Equal(["reload: ", "reload: losses", "reload: nowhere"], _asked);
        foreach (var body in new[] { "[]", "{", """{"plugin":1}""" }) Assert.Equal(HttpStatusCode.BadRequest, await Ask(body));
    }

    [Fact]
    public async Task A_line_of_C_sharp_is_evaluated_completed_and_cut_off()
    {
        async Task<(HttpStatusCode Code, JsonNode Body)> Ask(string path, string body)
        {
            var answer = await _client.PostAsync(path, new StringContent(body), Cancellation);
            return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!);
        }

        var (code, fine) = await Ask("eval", """{"code":"Step","limit":3}""");
        Assert.Equal((HttpStatusCode.OK, "Step within 3"), (code, fine["result"]!.GetValue<string>()));
        Assert.Equal("Step within 10", (await Ask("eval", """{"code":"Step"}""")).Body["result"]!.GetValue<string>());
        (code, fine) = await Ask("eval", """{"code":"bad"}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "bad is bad"), (code, fine["fault"]!.GetValue<string>()));
        Assert.Equal(3, (await Ask("complete", """{"code":"Par","position":3}""")).Body["start"]!.GetValue<int>());
        Assert.Equal(HttpStatusCode.Conflict, (await Ask("cut", "")).Code);
        await Ask("pause", "");
        Assert.Equal(HttpStatusCode.Accepted, (await Ask("cut", "")).Code);
        foreach (var body in new[] { "", "[]", "{", """{"code":1}""" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await Ask("eval", body)).Code);
            Assert.Equal(HttpStatusCode.BadRequest, (await Ask("complete", body)).Code);
        }
    }

    [Fact]
    public async Task Events_are_those_of_before_and_those_that_come_until_the_run_is_over()
    {
        Publish(SampleRun.Started(), SampleRun.Stage(1), SampleRun.Step(2, 7, 2.5));
        var request = new HttpRequestMessage(HttpMethod.Get, "events") { Headers = { { "Last-Event-ID", "1" } } };
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        Assert.Equal("id: 2", await reader.ReadLineAsync(Cancellation));
        Assert.Equal("event: stage-started", await reader.ReadLineAsync(Cancellation));
        Publish(SampleRun.Over(9));
        var rest = await reader.ReadToEndAsync(Cancellation);
        Assert.Contains("id: 3\nevent: step\ndata: {", rest, StringComparison.Ordinal);
        Assert.Contains("id: 4\nevent: run-ended\n", rest, StringComparison.Ordinal);
    }

    private (bool Unknown, string Sentence)? Set(string name, JsonNode? value)
    {
        if (name != "clip") return (true, "There is none.");
        if (value is not JsonValue given || !given.TryGetValue<double>(out _)) return (false, "It cannot be that.");
        _asked.Add($"set: {name} {value.ToJsonString()}");
        return null;
    }

    private void Publish(params RunEvent[] events) => File.AppendAllLines(Path.Join(_folder, "events.jsonl"),
        events.Select(happened => JsonSerializer.Serialize(happened, SdkJson.Default.RunEvent)));
}
