// pluginhost runs stop, pause, resume, checkpoint, set and rm: steers runs that are at work, and removes those that are not.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.App;

/// <summary>Steers runs over their control sockets; stopping also works by a signal. Each method takes one run and gives what is said of it.</summary>
/// <param name="checkout">Where things are.</param>
internal sealed class RunsSteering(Checkout checkout)
{
    private static readonly TimeSpan s_socketPatience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_stopPatience = TimeSpan.FromSeconds(60);

    /// <summary>Asks a run to stop: over the socket, or by SIGTERM where that does not answer.</summary>
    public string Stop(string folder)
    {
        var inCharge = AtWork(folder);
        if (Worker.StillAt(folder) is { } held && Worker.IsHeld(held))
            return Refuse(folder, $"its worker (process {held}) is held by a signal or a debugger, so it cannot stop itself. kill -CONT {held} lets it go on; rm --force ends it");
        if (ControlClient.Ask(folder, "POST", "/stop") is { Status: 202 } answer) return Said(answer);
        Posix.Signal(inCharge, Posix.Terminate);
        return "Stops after this step and saves (asked by SIGTERM, as its control socket does not answer).";
    }

    /// <summary>Asks a run to pause, to go on, or to checkpoint: <c>pause</c>, <c>resume</c>, <c>checkpoint</c>.</summary>
    public string Ask(string folder, string command, JsonNode? body = null)
    {
        AtWork(folder);
        // The socket is there when the first step is made, or two seconds after the start.
        (int Status, JsonNode Body)? answer = null;
        for (var deadline = Environment.TickCount64 + (long)s_socketPatience.TotalMilliseconds; answer is null && Environment.TickCount64 < deadline; Thread.Sleep(50))
            answer = ControlClient.Ask(folder, "POST", "/" + command, body);
        return answer is null ? Refuse(folder, "its control socket does not answer, so it can only be stopped")
            : answer.Value.Status == 202 ? Said(answer.Value)
            : Refuse(folder, Said(answer.Value).TrimEnd('.'));
    }

    /// <summary>Changes a live value: <c>name=value</c>.</summary>
    public string Set(string folder, string assignment)
    {
        var (name, text) = Assignment(assignment);
        return Ask(folder, "set", new JsonObject { ["name"] = name, ["value"] = Parse(text) });
    }

    /// <summary>Takes over a rebuilt plugin, or with null every one that was rebuilt.</summary>
    public string Reload(string folder, string? plugin) => Ask(folder, "reload", plugin is null ? null : new JsonObject { ["plugin"] = plugin });

    /// <summary>Removes a run's folder. One at work is refused, or ended first.</summary>
    public string Remove(string folder, bool force)
    {
        if (Worker.InChargeOf(folder) is { } inCharge)
        {
            if (!force) return Refuse(folder, $"it is still at work (process {inCharge}), so it is not removed. {checkout.Program} runs stop {ShownPath.Of(folder)} stops it; rm --force ends and removes it");
            End(folder);
        }

        Directory.Delete(folder, recursive: true);
        return "Removed.";
    }

    // What is removed need not be saved.
    private static void End(string folder)
    {
        var deadline = Environment.TickCount64 + (long)s_stopPatience.TotalMilliseconds;
        if (Worker.SupervisorOf(folder) is { } supervisor) Posix.Signal(supervisor, Posix.User1);
        while (Worker.InChargeOf(folder) is not null)
        {
            if (Worker.SupervisorOf(folder) is null && Worker.StillAt(folder) is { } orphan) Posix.Signal(orphan, Posix.Kill);
            if (Environment.TickCount64 > deadline) Refuse(folder, $"its processes did not end within {s_stopPatience.TotalSeconds:0} s of being killed");
            Thread.Sleep(20);
        }
    }

    private static int AtWork(string folder)
    {
        if (Worker.InChargeOf(folder) is { } process) return process;
        Refuse(folder, $"it is not at work ({ListedRun.Of(folder).Standing})");
        return 0;
    }

    private static (string Name, string Text) Assignment(string assignment)
    {
        var at = assignment.IndexOf('=', StringComparison.Ordinal);
        return at > 0 ? (assignment[..at], assignment[(at + 1)..]) : throw new RecipeException($"runs set: expected name=value, as in learning-rate=1e-4, got \"{assignment}\".");
    }

    // A number, true, false and null are what they are; everything else is a text.
    private static JsonNode? Parse(string text)
    {
        if (text == "none") return null;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static string Said((int Status, JsonNode Body) answer) => answer.Body["message"]?.GetValue<string>() ?? "";

    private static string Refuse(string folder, string why) => throw new RecipeException($"The run {ShownPath.Of(folder)}: {why}.");
}
