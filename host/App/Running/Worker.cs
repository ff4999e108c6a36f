// Whether a run has a worker.
namespace PluginHost.App;

/// <summary>
/// Finds who is at work on a run's folder. A worker and a supervisor each hold a lock on a file in it for as long as they live; the kernel
/// frees it at their death and knows who holds it, so no number of a process is ever believed that was written down.
/// </summary>
internal static class Worker
{
    private const string WorkerLock = "worker.lock", SupervisorLock = "supervisor.lock";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>The process that is at work on a run; null when none is.</summary>
    public static int? StillAt(string runDirectory) => Posix.LockHolder(Path.Join(runDirectory, WorkerLock));

    /// <summary>The process that watches over a run's workers, also between two of them; null when none does.</summary>
    public static int? SupervisorOf(string runDirectory) => Posix.LockHolder(Path.Join(runDirectory, SupervisorLock));

    /// <summary>Whom to tell to stop: the supervisor, or a worker that has none; null when nobody is at work.</summary>
    public static int? InChargeOf(string runDirectory) => SupervisorOf(runDirectory) ?? StillAt(runDirectory);

    /// <summary>Makes this process the run's worker, until its end.</summary>
    /// <returns>Null, or the process that is.</returns>
    public static int? Claim(string runDirectory)
    {
        var path = Path.Join(runDirectory, WorkerLock);
        // One whose memory is still being given back holds the lock for a moment after its end.
        for (var deadline = Environment.TickCount64 + (long)s_patience.TotalMilliseconds; ; Thread.Sleep(20))
        {
            if (Posix.TakeLock(path)) return null;
            if (Environment.TickCount64 > deadline && Posix.LockHolder(path) is { } holder) return holder;
        }
    }

    /// <summary>Whether a process is held by a signal or a debugger, and so answers nothing.</summary>
    public static bool IsHeld(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2] is 'T' or 't';
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
