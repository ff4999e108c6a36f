// What whoever steers a run has asked for; looked at between steps.
namespace PluginHost.Engine;

/// <summary>What whoever steers a run has asked for. Set from any thread, looked at by the run's thread between steps.</summary>
internal sealed class RunCommands : IDisposable
{
    private readonly object _change = new();
    private volatile string? _stop;
    private volatile bool _checkpoint, _paused;

    public RunCommands() => Boundary.Asked += Wake;

    /// <summary>Work that is asked for between steps.</summary>
    public Boundary Boundary { get; } = new();

    /// <summary>The values that can be changed.</summary>
    public LiveValues Live { get; } = new();

    /// <summary>What is at work.</summary>
    public WorkMark Mark { get; } = new();

    /// <summary>Why the run is to stop; null while it is not.</summary>
    public string? StopReason => _stop;

    public bool Paused => _paused;

    public void Stop(string reason)
    {
        _stop ??= reason;
        Resume();
    }

    public void Pause() => _paused = true;

    public void Resume()
    {
        _paused = false;
        Wake();
    }

    public void Checkpoint() => _checkpoint = true;

    /// <summary>Waits while the run is paused, and does meanwhile what is asked for.</summary>
    public void WaitWhilePaused()
    {
        while (true)
        {
            Boundary.Serve();
            lock (_change)
            {
                if (!_paused) return;
                if (!Boundary.Waiting) Monitor.Wait(_change);
            }
        }
    }

    /// <summary>Waits while the run is paused, for so long at most.</summary>
    public void WaitWhilePaused(TimeSpan most)
    {
        lock (_change)
        {
            if (_paused) Monitor.Wait(_change, most);
        }
    }

    /// <summary>Whether a checkpoint was asked for since the last call.</summary>
    public bool TakeCheckpoint()
    {
        if (!_checkpoint) return false;
        _checkpoint = false;
        return true;
    }

    public void Dispose()
    {
        Boundary.Close("The run is over.");
        Mark.Dispose();
    }

    private void Wake()
    {
        lock (_change) Monitor.PulseAll(_change);
    }
}
