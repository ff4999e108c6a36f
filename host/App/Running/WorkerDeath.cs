// What is said of a worker that ended without ending its record.
namespace PluginHost.App;

/// <summary>The sentences for a worker that died: how, after which step, what it said last, and how to go on.</summary>
internal static class WorkerDeath
{
    private const int LinesShown = 12, Aborted = 6;

    /// <summary>The sentences.</summary>
    /// <param name="status">As waitpid tells it; -1 where it is not known.</param>
    /// <param name="state">The run as its record tells it.</param>
    /// <param name="runDirectory">The run's folder.</param>
    /// <param name="resume">The command that goes on.</param>
    /// <param name="firstWords">What it wrote before it had a log.</param>
    /// <param name="step">The stage's steps done; null takes those that the record tells of.</param>
    /// <param name="note">What was at work; null where that is not known.</param>
    public static string Describe(int status, Terminal.RunState state, string runDirectory, string resume, string firstWords = "", long? step = null, Engine.WorkMark.Note? note = null)
    {
        var where = state.Current is { } stage
            ? $"in stage \"{stage.Name}\" after step {step ?? stage.Step} of {stage.TotalSteps}"
            : state.Stages.Count > 0 ? $"after stage \"{state.Stages[^1].Name}\"" : "before its first stage";
        if (note?.Component is not null) where += $", in {note.Title}";
        var log = Path.Join(runDirectory, "worker.log");
        var lines = firstWords.Split('\n').Concat(File.Exists(log) ? File.ReadLines(log) : []).Where(line => line.Length > 0).ToList();
        var goOn = GoOn(state, resume);
        // The log is that of all the run's workers; only an abort can be the runtime's.
        if ((status == -1 || (status & 0x7F) == Aborted) && Runtime(lines, log) is { } reason) return $"The worker process ended {where}: {reason}\n{goOn}";
        var last = string.Join('\n', lines.TakeLast(LinesShown).Select(line => "  | " + line));
        return $"The worker process {How(status)} {where}, without saying why."
            + (last.Length > 0 ? $" The end of {log}:\n{last}\n" : $" {log} is empty. ")
            + goOn;
    }

    /// <summary>How to go on with a run that has ended so.</summary>
    public static string GoOn(Terminal.RunState state, string resume) =>
        state.HasSaved ? $"Go on from what was saved with: {resume}" : $"Nothing was saved yet; begin again with: {resume}";

    /// <summary>What a worker said itself that ended in good order and could not write its record; null when it did not.</summary>
    public static string? Told(int status, IReadOnlyList<string> said) =>
        said.Count > 0 && status != -1 && !IsBySignal(status) ? string.Join('\n', said.TakeLast(2)) : null;

    /// <summary>Whether it was ended by a signal, and so not by itself.</summary>
    public static bool IsBySignal(int status) => status != -1 && (status & 0x7F) != 0;

    /// <summary>The exit code of a worker that ended in good order.</summary>
    public static int CodeOf(int status) => (status >> 8) & 0xFF;

    /// <summary>How a run stands whose worker ended in good order.</summary>
    public static RunStatus StatusOf(int status) => CodeOf(status) switch
    {
        0 => RunStatus.Done,
        4 => RunStatus.Stopped,
        _ => RunStatus.Failed,
    };

    /// <summary>
    /// The runtime's own reason, which it writes before a trace that may be long and then aborts; null when it gave none. The signal says
    /// nothing then.
    /// </summary>
    private static string? Runtime(List<string> lines, string log)
    {
        var at = lines.FindLastIndex(line => line.StartsWith("Stack overflow.", StringComparison.Ordinal)
            || line.StartsWith("Unhandled exception.", StringComparison.Ordinal) || line.StartsWith("Fatal error.", StringComparison.Ordinal)
            || line.StartsWith("Process terminated.", StringComparison.Ordinal));
        if (at < 0) return null;
        var whole = $"The whole trace is in {log}.";
        if (!lines[at].StartsWith("Stack overflow.", StringComparison.Ordinal)) return $"{lines[at].TrimEnd('.')}. {whole}";
        var frames = lines.Skip(at + 1).Select(line => line.Trim()).Where(line => line.StartsWith("at ", StringComparison.Ordinal)).Take(3)
            .Select(line => "  | " + line);
        return $"its stack overflowed, so something in the recipe or in a plugin calls itself without end:\n{string.Join('\n', frames)}\n{whole}";
    }

    /// <summary>How a worker ended, in words; of one that the runtime aborted, why.</summary>
    public static string How(int status, string runDirectory)
    {
        var log = Path.Join(runDirectory, "worker.log");
        return (status & 0x7F) == Aborted && File.Exists(log) && File.ReadLines(log).Any(line => line.StartsWith("Stack overflow.", StringComparison.Ordinal))
            ? "overflowed its stack"
            : How(status);
    }

    /// <summary>How a process ended, in words.</summary>
    internal static string How(int status)
    {
        if (status == -1) return "is gone";
        var signal = status & 0x7F;
        if (signal == 0) return $"ended with exit code {(status >> 8) & 0xFF}";
        return signal switch
        {
            2 or 15 => $"was ended by a signal from outside (signal {signal})",
            4 => "met an instruction that this CPU does not have (SIGILL: was libtorch or the native library built on another machine?)",
            6 => "was aborted (SIGABRT: a native library gave up)",
            7 => "crashed (SIGBUS: a file that it had mapped was cut off, or the disk is full)",
            9 => "was killed (SIGKILL: by hand, or by the kernel because memory ran out; see dmesg)",
            11 => "crashed in native code (SIGSEGV)",
            _ => $"was ended by signal {signal}",
        };
    }
}
