// What all ranks do before their next step: whoever was asked, all do it at the same step.
namespace PluginHost.Engine;

/// <summary>What all ranks do before their next step.</summary>
/// <param name="Stop">Why the run stops, resumable; null while it goes on. A signal to any rank stops all.</param>
/// <param name="StopEarly">Why the stage ends as if it were done; null while it goes on.</param>
/// <param name="Checkpoint">Whether a checkpoint was asked for.</param>
/// <param name="Paused">Whether rank 0, which takes commands, is paused.</param>
internal readonly record struct RankDecision(string? Stop, string? StopEarly, bool Checkpoint, bool Paused)
{
    /// <summary>Asks all ranks, and brings rank 0's new live values to all. In most steps it is one exchange of a few numbers; only reasons and values travel as text.</summary>
    public static RankDecision Of(Ranks ranks, RunCommands commands, string? stopEarly)
    {
        var stop = commands.StopReason;
        var all = ranks.Gather(stop is null ? 0 : 1, stopEarly is null ? 0 : 1, commands.TakeCheckpoint() ? 1 : 0, commands.Paused ? 1 : 0, commands.Live.HasAsked ? 1 : 0);
        if (all[0][4] != 0 && ranks.Gather(ranks.IsFirst ? commands.Live.TakeAsked() : "")[0] is var asked && !ranks.IsFirst) commands.Live.Take(asked);
        return new RankDecision(Reason(0, stop), Reason(1, stopEarly), all.Any(one => one[2] != 0), all[0][3] != 0);

        string? Reason(int index, string? own)
        {
            var first = Array.FindIndex(all, one => one[index] != 0);
            return first < 0 ? null : ranks.Gather(own ?? "")[first];
        }
    }
}
