// How a run stands, for a list.
using PluginHost.Terminal;

namespace PluginHost.App;

/// <summary>How a run stands, read off its record and its worker.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Standing">running, paused, done, failed, stopped, or dead where the worker is gone without a word.</param>
/// <param name="Process">Its worker; null when it has none.</param>
/// <param name="Stage">The stage that is, or was last, at work.</param>
/// <param name="Step">Its steps done.</param>
/// <param name="TotalSteps">Its steps in all.</param>
/// <param name="Loss">Its last training loss.</param>
/// <param name="Age">Since its last event.</param>
internal sealed record ListedRun(string Folder, string Standing, int? Process, string? Stage, long Step, long TotalSteps, double? Loss, TimeSpan Age)
{
    /// <summary>The folder's name.</summary>
    public string Name => Path.GetFileName(Folder);

    /// <summary>Reads how a run stands.</summary>
    public static ListedRun Of(string folder)
    {
        using var tail = new EventTail(folder);
        var state = tail.Read().Aggregate(RunState.Empty, (state, happened) => state.Apply(happened));
        var process = Worker.StillAt(folder);
        var standing = state.IsOver ? state.Status.ToString().ToLowerInvariant()
            : process is null ? "dead"
            : ControlClient.IsPaused(folder) ? "paused" : "running";
        var stage = state.Stages.Count > 0 ? state.Stages[^1] : null;
        return new ListedRun(folder, standing, process, stage is null ? null : $"{stage.Number} {stage.Name}", stage?.Step ?? 0, stage?.TotalSteps ?? 0,
            stage?.Loss, DateTime.UtcNow - RunFolder.LastWritten(folder));
    }
}
