// Whether a run has a worker.
using System.Text;

namespace PluginHost.App;

/// <summary>Finds the worker of a run's folder.</summary>
internal static class Worker
{
    /// <summary>The process that is at work on a run; null when none is.</summary>
    public static int? StillAt(string runDirectory)
    {
        using var tail = new EventTail(runDirectory);
        var process = tail.Read().OfType<RunStarted>().LastOrDefault()?.Process;
        return process is { } id && IsWorker(id, runDirectory) ? id : null;
    }

    // The number may belong to another program by now: the worker is the one that has the run's record open.
    private static bool IsWorker(int process, string runDirectory)
    {
        var files = $"/proc/{process}/fd";
        // This process may read the record, and is nobody's worker.
        if (process == Environment.ProcessId || !Directory.Exists(files)) return false;
        try
        {
            // The kernel names files without links on the way.
            using var open = new FileStream(Path.Join(runDirectory, "events.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var record = new FileInfo($"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}").LinkTarget;
            return Directory.EnumerateFileSystemEntries(files).Any(file => new FileInfo(file).LinkTarget == record);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Ended while we looked, or somebody else's: not this run's worker.
            return false;
        }
    }
}
