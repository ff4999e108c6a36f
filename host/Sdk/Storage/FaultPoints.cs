// Makes named points fail on purpose, so that what happens then can be tested.
using System.Diagnostics;
using System.Globalization;

namespace PluginHost;

/// <summary>
/// Named points before and after every operation that a run's survival depends on. <c>PLUGINHOST_FAULTS</c> says what happens at which:
/// <c>POINT@N=ACTION</c>, joined by semicolons, where POINT is as <c>fsync:state.json:before</c>, N counts its visits from 1 and ACTION is
/// <c>eio</c>, <c>enospc</c>, <c>short</c> (half of a write, then no space), <c>kill</c> (SIGKILL) or <c>delay</c> (a quarter of a second).
/// <c>PLUGINHOST_FAULT_LOG</c> names a file that takes each visit as a line, <c>POINT@N</c>. Without these variables a point costs one test.
/// </summary>
internal static class FaultPoints
{
    private static Dictionary<string, string> s_actions = Parse(Environment.GetEnvironmentVariable("PLUGINHOST_FAULTS"));
    private static readonly string? s_log = Environment.GetEnvironmentVariable("PLUGINHOST_FAULT_LOG") is { Length: > 0 } path ? path : null;
    private static readonly Action s_quarter = () => Thread.Sleep(250);
    private static Action s_delay = s_quarter;
    private static readonly Dictionary<string, int> s_visits = new(StringComparer.Ordinal);
    private static readonly Lock s_gate = new();

    /// <summary>Whether any point can fail or is logged.</summary>
    public static bool Active { get; private set; } = s_actions.Count > 0 || s_log is not null;

    /// <summary>Takes other faults than the environment's, and counts visits anew.</summary>
    /// <param name="faults">As the environment names them; null for none.</param>
    /// <param name="delay">What a <c>delay</c> does, for who knows better than the clock when it has been long enough.</param>
    internal static void Use(string? faults, Action? delay = null)
    {
        lock (s_gate)
        {
            s_actions = Parse(faults);
            s_delay = delay ?? s_quarter;
            s_visits.Clear();
            Active = s_actions.Count > 0 || s_log is not null;
        }
    }

    /// <summary>A point that has no file.</summary>
    public static void At(string point)
    {
        if (Active) Visit(point, point);
    }

    /// <summary>A point before or after an operation on a file.</summary>
    public static void At(string operation, string path, bool before)
    {
        if (Active) Visit($"{operation}:{RoleOf(path)}:{(before ? "before" : "after")}", path);
    }

    /// <summary>Whether a write that is about to happen is to be cut in half, with <see cref="NoSpace"/> behind it.</summary>
    public static bool CutsWrite(string path) => Active && Visit($"write:{RoleOf(path)}:before", path);

    /// <summary>The fault of a disk that is full.</summary>
    public static IOException NoSpace(string path) => new($"No space left on device : '{path}'", 28);

    /// <summary>A file's name without what changes from one to the next: numbers, and the marks of what is aside.</summary>
    internal static string RoleOf(string path)
    {
        var parts = Path.GetFileName(Path.TrimEndingDirectorySeparator(path)).TrimStart('.').Split('.');
        return string.Join('.', parts.Where(part => part.Length > 0 && !char.IsAsciiDigit(part[0])).Select(part => part.StartsWith("step-", StringComparison.Ordinal) ? "step" : part));
    }

    // True for a write that is to be cut.
    private static bool Visit(string point, string path)
    {
        string? action;
        lock (s_gate)
        {
            var visit = s_visits[point] = s_visits.GetValueOrDefault(point) + 1;
            var key = string.Create(CultureInfo.InvariantCulture, $"{point}@{visit}");
            if (s_log is not null) File.AppendAllText(s_log, key + "\n");
            action = s_actions.GetValueOrDefault(key) ?? s_actions.GetValueOrDefault(point + "@*");
        }

        switch (action)
        {
            case "eio": throw new IOException($"Input/output error : '{path}'", 5);
            case "enospc": throw NoSpace(path);
            case "short": return true;
            case "kill": KillThisProcess(); return false;
            case "delay": s_delay(); return false;
            default: return false;
        }
    }

    private static void KillThisProcess()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        // The signal may take a moment, and nothing may happen after this point.
        Thread.Sleep(Timeout.Infinite);
    }

    private static Dictionary<string, string> Parse(string? text)
    {
        var actions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var split = part.LastIndexOf('=');
            if (split < 0 || !part[..split].Contains('@', StringComparison.Ordinal) || part[(split + 1)..] is not ("eio" or "enospc" or "short" or "kill" or "delay"))
                throw new SetupException($"PLUGINHOST_FAULTS: \"{part}\" is not POINT@N=eio|enospc|short|kill|delay.");
            actions[part[..split]] = part[(split + 1)..];
        }

        return actions;
    }
}
