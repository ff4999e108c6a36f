// How a run stands, for a list.
using System.Text.Json.Nodes;
using PluginHost.Terminal;

namespace PluginHost.App;

/// <summary>How a run stands, read off its record and its worker.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Standing">
/// starting, running, paused, suspended (its worker is held by SIGSTOP or a debugger), restarting (between two workers), done, failed, stopped, or
/// dead where the worker is gone without a word.
/// </param>
/// <param name="Process">Its worker; null when it has none.</param>
/// <param name="State">The run as its record tells it.</param>
/// <param name="Age">Since its last event.</param>
internal sealed record ListedRun(string Folder, string Standing, int? Process, RunState State, TimeSpan Age)
{
    /// <summary>The folder's name.</summary>
    public string Name => Path.GetFileName(Folder);

    /// <summary>The stage that is, or was last, at work.</summary>
    public StageState? Stage => State.Stages.Count > 0 ? State.Stages[^1] : null;

    /// <summary>Reads how a run stands. Whether it is at work says the kernel, never the record.</summary>
    public static ListedRun Of(string folder)
    {
        using var tail = new EventTail(folder);
        // Asked first: what a worker records after this was recorded by one that was there.
        var (process, supervisor) = (Worker.StillAt(folder), Worker.SupervisorOf(folder));
        var state = tail.Read().Aggregate(RunState.Empty, (state, happened) => state.Apply(happened));
        var standing = process is { } id
            ? Worker.IsHeld(id) ? "suspended" : ControlClient.IsPaused(folder) ? "paused" : "running"
            : state.IsOver ? state.Status.ToString().ToLowerInvariant()
            : supervisor is null ? "dead"
            : state.Started is null && state.Stages.Count == 0 && state.Status != RunStatus.Restarting ? "starting" : "restarting";
        return new ListedRun(folder, standing, process, state, DateTime.UtcNow - RunFolder.LastWritten(folder));
    }

    /// <summary>As one object of <c>--json</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["run_dir"] = Folder,
        ["state"] = Standing,
        ["process"] = Process,
        ["stage"] = Stage is { } stage ? $"{stage.Number} {stage.Name}" : null,
        ["step"] = Stage?.Step ?? 0,
        ["total_steps"] = Stage?.TotalSteps ?? 0,
        ["loss"] = Stage?.Loss is { } loss && double.IsFinite(loss) ? loss : null,
        ["age_seconds"] = Math.Round(Age.TotalSeconds, 1),
    };
}
