// A worker that another process started.
namespace PluginHost.App;

/// <summary>A worker that another process started, found at work on a run.</summary>
/// <param name="process">Its process id.</param>
internal sealed class FoundWorker(int process) : IWatchedWorker
{
    private readonly string? _start = StartOf(process);

    /// <inheritdoc/>
    public int? Ended { get; private set; }

    /// <inheritdoc/>
    public string FirstWords => "";

    /// <inheritdoc/>
    public IReadOnlyList<string> Said => [];

    /// <inheritdoc/>
    public bool IsRunning()
    {
        // The number may be given to another process, which has started at another time.
        if (Ended is null && (_start is null || StartOf(process) != _start)) Ended = -1;
        return Ended is null;
    }

    /// <inheritdoc/>
    public void Signal(int signal)
    {
        if (IsRunning()) Posix.Signal(process, signal);
    }

    // The start in ticks since boot; null for a process that is not there or has ended and is only waited for.
    private static string? StartOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            // The program's name stands in brackets and may have blanks and brackets itself.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : fields[19];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
