// pluginhost recover RUN_DIR STATUS STOPPING: what becomes of a run whose worker died. Started by the run's supervisor, not by a person.
using System.Globalization;
using PluginHost.Engine;
using PluginHost.Terminal;

namespace PluginHost.App;

/// <summary>
/// Decides what becomes of a run whose worker died, and says so in its record: another worker goes on from the last checkpoint, as long as not
/// too many died in a row without getting further, or the run has failed. The worker could not do this itself, and the supervisor knows
/// nothing of records.
/// </summary>
internal static class RecoverCommand
{
    /// <summary>The exit code that makes the supervisor start another worker; it knows the same number.</summary>
    public const int StartAgain = 10;

    /// <summary>The exit code of a worker that lost another rank, which the supervisor meets like its death; it knows the same number.</summary>
    public const int RankLost = 11;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(60);

    /// <summary>Decides.</summary>
    /// <param name="arguments">recover, the run's folder, how the worker ended as waitpid tells it, and 1 where the run was to stop.</param>
    /// <returns><see cref="StartAgain"/>, or the run's exit code.</returns>
    public static int Execute(string[] arguments)
    {
        var (folder, status, stopping) = (arguments[1], int.Parse(arguments[2], CultureInfo.InvariantCulture), arguments[3] == "1");
        using var stopped = new ManualResetEventSlim();
        using var signals = new StopSignals();
        signals.PassTo(_ => stopped.Set());
        var request = RunRequest.Load(folder);
        var state = RunState.Empty;
        var (deaths, furthest, restarting) = (0, -1L, false);
        foreach (var happened in RunRecord.ReadAll(folder))
        {
            state = state.Apply(happened);
            // Restarts in a row are those since the run last got further than before, or since a person went on with it.
            if (happened is WorkerDied died) (deaths, furthest, restarting) = (died.Attempt, Math.Max(furthest, PlaceOf(state, died.Step)), died.Restarting);
            else if (happened is RunStarted && !restarting) (deaths, furthest) = (0, -1);
            else if (happened is RunStarted) restarting = false;
            else if (IsFurther(happened, state, furthest)) deaths = 0;
        }

        // The worker had said how the run ended, and died on its way out.
        if (state.IsOver) return state.ExitCode!.Value;
        using var record = new RunRecord(folder);
        var resume = $"{Checkout.Find().Program} run --resume {ShownPath.Of(folder)}";
        if (stopping && (status & 0x7F) is Posix.Interrupt or Posix.Terminate)
            return End(record, folder, RunStatus.Stopped, 4, "Stopped before the first stage began.");

        var lost = !WorkerDeath.IsBySignal(status) && WorkerDeath.CodeOf(status) == RankLost;
        // What rank 0 was at when another was lost is not to blame.
        var note = lost ? null : WorkMark.Of(folder);
        var step = Math.Max(state.Current?.Step ?? 0, state.Current is null ? 0 : WorkMark.Of(folder)?.Step ?? 0);
        if (PlaceOf(state, step) > furthest && furthest >= 0) deaths = 0;
        // The other ranks end too, and whoever started each of them starts them again together or not at all: one alone would wait for the others.
        var launched = WorldInfo.FromEnvironment() is not null;
        restarting = !stopping && !launched && deaths < request.Restarts;
        var how = lost ? "lost another rank" : WorkerDeath.How(status, folder);
        var who = lost ? "All ranks end, since rank 0" : "The worker";
        var at = (state.Current is { } stage ? $" at step {Figures.Whole(step)} of {Figures.Whole(stage.TotalSteps)} of the stage \"{stage.Name}\"" : "")
            + (note?.Component is null ? "" : $" in {note.Title}");
        if (!restarting)
        {
            var why = stopping ? "The run was to stop, so no other worker goes on."
                : launched ? "The ranks were started by a launcher, which decides whether they start again."
                : request.Restarts == 0 ? "" : $"{request.Restarts} restart{(request.Restarts == 1 ? "" : "s")} in a row got no further, so no other worker goes on.";
            var sentences = lost
                ? $"{state.Messages.LastOrDefault(message => message.IsWarning)?.Text ?? "Another rank was lost."}\n{WorkerDeath.GoOn(state, resume)}"
                : WorkerDeath.Describe(status, state, folder, resume, FirstWords(), step, note);
            record.Publish(new WorkerDied(how, state.Current?.Name, step, note?.Component, note?.Plugin, deaths, false, $"{who} {how}{at}."));
            return End(record, folder, RunStatus.Failed, 1, why.Length == 0 ? sentences : $"{sentences}\n{why}");
        }

        var from = state.Current is { CheckpointStep: { } saved } ? $"from step {Figures.Whole(saved)}" : state.HasSaved ? "with the stage that was at work" : "from the beginning, as nothing was saved yet";
        var wait = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, deaths), s_longestWait.TotalSeconds));
        record.Publish(new WorkerDied(how, state.Current?.Name, step, note?.Component, note?.Plugin, deaths + 1, true,
            $"{who} {how}{at}; starting again {from} in {wait.TotalSeconds:0} s, attempt {deaths + 1} of {request.Restarts}."));
        (request with { Resume = true, RunDirectory = folder }).Save();
        return stopped.Wait(wait) ? End(record, folder, RunStatus.Stopped, 4, "Stopped while it waited to start again after its worker had died.") : StartAgain;
    }

    // Stages are longer than no step, so a later one is further than any step of an earlier.
    private static long PlaceOf(RunState state, long step) => ((long)state.Stages.Count << 40) + step;

    private static bool IsFurther(RunEvent happened, RunState state, long furthest) => furthest >= 0 && happened switch
    {
        StepTaken step => PlaceOf(state, step.Step) > furthest,
        StageEnded => state.Stages.Count > (int)(furthest >> 40),
        _ => false,
    };

    private static int End(RunRecord record, string folder, RunStatus status, int code, string message)
    {
        record.Publish(new RunEnded(status, code, message, null, RunSummary.Of(folder).ToJson(status, folder, message)));
        return code;
    }

    // What the workers and the supervisor wrote before there was a log is in the file in memory that is this process's output too.
    private static string FirstWords()
    {
        var output = new FileInfo("/proc/self/fd/1");
        if (output.LinkTarget?.StartsWith("/memfd:", StringComparison.Ordinal) != true) return "";
        return string.Join('\n', File.ReadAllText(output.FullName).Split('\n').Where(line => !line.StartsWith(WorkerVoice.Mark)));
    }
}
