// What each address of the control server answers.
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PluginHost.Terminal;

namespace PluginHost.App;

/// <summary>
/// The addresses of a run's control server:
/// <list type="bullet">
/// <item><c>GET /state</c>: how the run stands, as one JSON object.</item>
/// <item><c>GET /events</c>: everything that happened and happens, as server-sent events; an event's id is its line in events.jsonl, its
/// name is the event's type. <c>Last-Event-ID</c> (or <c>?after=N</c>) begins behind a line. Ends with the run.</item>
/// <item><c>POST /stop</c>: stops after the step and saves. <c>POST /pause</c>, <c>POST /resume</c>, <c>POST /checkpoint</c>. Each answers 202:
/// the run's thread looks at requests between steps.</item>
/// <item><c>GET /values</c>: what can be changed while the run is at work. <c>POST /set</c> with <c>{"name": …, "value": …}</c> changes one: 202, or
/// 404 where there is none of that name and 422 where it cannot be that.</item>
/// <item><c>POST /reload</c> with <c>{"plugin": …}</c>, or without a body for every plugin that was rebuilt: 202, or 404 where there is none of that
/// name; what became of it is an event.</item>
/// <item><c>POST /eval</c> with <c>{"code": …, "limit": seconds}</c> evaluates C# between two steps: 200, or 422 where it did not come to its end.
/// <c>POST /cut</c> cuts it off: 202, or 409 where nothing is evaluated. <c>POST /complete</c> with <c>{"code": …, "position": …}</c> says what could stand there.</item>
/// </list>
/// <code>
/// curl --unix-socket "$(cat runs/NAME/control.sock.path)" http://run/state
/// curl --unix-socket "$(cat runs/NAME/control.sock.path)" -N http://run/events
/// curl --unix-socket "$(cat runs/NAME/control.sock.path)" -X POST http://run/stop
/// </code>
/// </summary>
/// <param name="runDirectory">The run's folder, whose record is what is answered.</param>
/// <param name="controls">What may be asked of the run.</param>
/// <param name="stopping">Ends the streams when the server does.</param>
internal sealed class RunHttp(string runDirectory, RunControls controls, CancellationToken stopping) : IHttpApplication<HttpContext>, IDisposable
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);
    private static readonly string[] s_commands = ["/stop", "/pause", "/resume", "/checkpoint", "/set", "/reload", "/eval", "/cut", "/complete"];

    private readonly Lock _gate = new();
    private readonly EventTail _tail = new(runDirectory);
    private RunState _state = RunState.Empty;

    /// <inheritdoc/>
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    /// <inheritdoc/>
    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    /// <inheritdoc/>
    public async Task ProcessRequestAsync(HttpContext context)
    {
        var (method, path) = (context.Request.Method, context.Request.Path.Value ?? "/");
        try
        {
            await Process(context, method, path);
        }
        catch (Exception fault) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked is told, and training goes on: nothing of the run depends on an answer.
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(new JsonObject { ["accepted"] = false, ["message"] = $"{method} {path} could not be answered: {fault.Message}" }.ToJsonString() + "\n");
        }
    }

    private Task Process(HttpContext context, string method, string path) =>
        (method, path) switch
        {
            ("GET", "/state") => Answer(context, StatusCodes.Status200OK, State()),
            ("GET", "/events") => Stream(context),
            ("POST", "/stop") => Ask(context, () => controls.Stop("asked over the control socket"), "Stops after this step and saves."),
            ("POST", "/pause") => Ask(context, controls.Pause, "Pauses before the next step."),
            ("POST", "/resume") => Ask(context, controls.Resume, "Goes on."),
            ("POST", "/checkpoint") => Ask(context, controls.Checkpoint, "Checkpoints after this step."),
            ("GET", "/values") => Answer(context, StatusCodes.Status200OK, new JsonObject { ["values"] = controls.Values() }),
            ("POST", "/set") => Set(context),
            ("POST", "/reload") => Reload(context),
            ("POST", "/eval") => Evaluate(context),
            ("POST", "/cut") => controls.CutOff() ? Ask(context, () => { }, "The line that is evaluated is cut off.") : Refuse(context, StatusCodes.Status409Conflict, "No line is evaluated at the moment."),
            ("POST", "/complete") => Complete(context),
            _ when path is "/state" or "/events" or "/values" => Refuse(context, StatusCodes.Status405MethodNotAllowed, $"{path} is read with GET."),
            _ when s_commands.Contains(path) => Refuse(context, StatusCodes.Status405MethodNotAllowed, $"{path} changes the run, so it is asked with POST."),
            _ => Refuse(context, StatusCodes.Status404NotFound,
                $"There is no {path}; there is GET /state, GET /events, GET /values, POST {string.Join(", POST ", s_commands)}."),
        };

    /// <inheritdoc/>
    public void Dispose() => _tail.Dispose();

    private JsonObject State()
    {
        lock (_gate)
        {
            foreach (var happened in _tail.Read()) _state = _state.Apply(happened);
            var answer = JsonSerializer.SerializeToNode(_state, ControlJson.Default.RunState)!.AsObject();
            answer["figures"] = new JsonObject(_state.Figures.Select(figure => KeyValuePair.Create(figure.Key, figure.Value?.DeepClone())));
            answer["paused"] = controls.Paused();
            answer["runDirectory"] = runDirectory;
            return answer;
        }
    }

    private async Task Stream(HttpContext context)
    {
        var after = context.Request.Headers["Last-Event-ID"].FirstOrDefault() ?? context.Request.Query["after"].FirstOrDefault() ?? "0";
        if (!long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var behind))
        {
            await Refuse(context, StatusCodes.Status400BadRequest, $"\"{after}\" is no number of a line.");
            return;
        }

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var tail = new EventTail(runDirectory);
        var over = false;
        while (true)
        {
            // Looked at before reading, so that what was written before the end is still sent.
            var last = over || ending.IsCancellationRequested;
            foreach (var line in tail.ReadLines())
            {
                var type = TypeOf(line.Text);
                over = type == "run-ended" || (over && type != "run-started");
                if (line.Number > behind)
                    await context.Response.WriteAsync($"id: {line.Number}\nevent: {type}\ndata: {Encoding.UTF8.GetString(line.Text)}\n\n");
            }

            if (context.RequestAborted.IsCancellationRequested) return;
            FaultPoints.At("reply", "/events", before: true);
            await context.Response.Body.FlushAsync();
            FaultPoints.At("reply", "/events", before: false);
            if (last) return;
            if (!over) await Task.Delay(s_poll, ending.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task Evaluate(HttpContext context)
    {
        if (await Asked(context) is not { } asked || Text(asked, "code") is not { } code)
        {
            await Refuse(context, StatusCodes.Status400BadRequest, "POST /eval takes a JSON object, as in {\"code\": \"Step\", \"limit\": 10}.");
            return;
        }

        var limit = asked["limit"] is JsonValue given && given.TryGetValue<double>(out var seconds) && seconds is > 0 and < 1e6 ? TimeSpan.FromSeconds(seconds) : WorkerConsole.Limit;
        // It waits for the run's thread, and the pool's threads are few.
        var answer = await Task.Factory.StartNew(() => controls.Evaluate(code, limit), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Answer(context, answer["fault"] is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, answer);
    }

    private async Task Complete(HttpContext context)
    {
        if (await Asked(context) is not { } asked || Text(asked, "code") is not { } code || asked["position"] is not JsonValue place || !place.TryGetValue<int>(out var position))
            await Refuse(context, StatusCodes.Status400BadRequest, "POST /complete takes a JSON object, as in {\"code\": \"Par\", \"position\": 3}.");
        else
            await Answer(context, StatusCodes.Status200OK, await Task.Factory.StartNew(() => controls.Complete(code, position), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }

    // What was sent, when it is a JSON object.
    private static async Task<JsonObject?> Asked(HttpContext context)
    {
        try
        {
            return await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject asked, string name) => asked[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private async Task Set(HttpContext context)
    {
        var asked = await Asked(context);
        if (asked is null || !asked.ContainsKey("value") || Text(asked, "name") is not { } name)
            await Refuse(context, StatusCodes.Status400BadRequest, "POST /set takes a JSON object, as in {\"name\": \"learning-rate\", \"value\": 0.0001}.");
        else if (controls.Set(name, asked["value"]) is { } refusal)
            await Refuse(context, refusal.Unknown ? StatusCodes.Status404NotFound : StatusCodes.Status422UnprocessableEntity, refusal.Sentence);
        else
            await Answer(context, StatusCodes.Status202Accepted, new JsonObject { ["accepted"] = true, ["message"] = $"{name} changes before the next step." });
    }

    private async Task Reload(HttpContext context)
    {
        string? name = null;
        if (context.Request.ContentLength > 0 && (await Asked(context) is not { } asked || (asked["plugin"] is { } given && !(given is JsonValue word && word.TryGetValue(out name)))))
            await Refuse(context, StatusCodes.Status400BadRequest, "POST /reload takes a JSON object, as in {\"plugin\": \"losses\"}, or nothing.");
        else if (controls.Reload(name) is { } refusal)
            await Refuse(context, refusal.Unknown ? StatusCodes.Status404NotFound : StatusCodes.Status422UnprocessableEntity, refusal.Sentence);
        else
            await Answer(context, StatusCodes.Status202Accepted, new JsonObject
            {
                ["accepted"] = true,
                ["message"] = $"{(name is null ? "Every plugin that was rebuilt" : name)} is loaded and taken over before a step; what becomes of it is an event of the run.",
            });
    }

    private static string TypeOf(byte[] line)
    {
        try
        {
            using var document = JsonDocument.Parse(line.AsMemory());
            return document.RootElement.TryGetProperty("type", out var type) ? type.GetString() ?? "unknown" : "unknown";
        }
        catch (JsonException)
        {
            // Half a line, left by a power cut: the reader gets it as it is and sees that it is none.
            return "unreadable";
        }
    }

    private static Task Ask(HttpContext context, Action ask, string answer)
    {
        ask();
        return Answer(context, StatusCodes.Status202Accepted, new JsonObject { ["accepted"] = true, ["message"] = answer });
    }

    private static Task Refuse(HttpContext context, int status, string sentence) =>
        Answer(context, status, new JsonObject { ["accepted"] = false, ["message"] = sentence });

    private static async Task Answer(HttpContext context, int status, JsonObject answer)
    {
        FaultPoints.At("reply", context.Request.Path.Value ?? "/", before: true);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString() + "\n");
        FaultPoints.At("reply", context.Request.Path.Value ?? "/", before: false);
    }
}
