// What whoever steers a run has asked for; looked at between steps.
namespace PluginHost.Engine;

/// <summary>What whoever steers a run has asked for. Set from any thread, looked at by the run's thread between steps.</summary>
internal sealed class RunCommands : IDisposable
{
    private readonly ManualResetEventSlim _going = new(initialState: true);
    private volatile string? _stop;
    private volatile bool _checkpoint;

    /// <summary>The values that can be changed.</summary>
    public LiveValues Live { get; } = new();

    /// <summary>What is at work.</summary>
    public WorkMark Mark { get; } = new();

    /// <summary>Why the run is to stop; null while it is not.</summary>
    public string? StopReason => _stop;

    public bool Paused => !_going.IsSet;

    public void Stop(string reason)
    {
        _stop ??= reason;
        _going.Set();
    }

    public void Pause() => _going.Reset();

    public void Resume() => _going.Set();

    public void Checkpoint() => _checkpoint = true;

    /// <summary>Waits while the run is paused.</summary>
    public void WaitWhilePaused() => _going.Wait();

    /// <summary>Waits while the run is paused, for so long at most.</summary>
    public void WaitWhilePaused(TimeSpan most) => _going.Wait(most);

    /// <summary>Whether a checkpoint was asked for since the last call.</summary>
    public bool TakeCheckpoint()
    {
        if (!_checkpoint) return false;
        _checkpoint = false;
        return true;
    }

    public void Dispose()
    {
        _going.Dispose();
        Mark.Dispose();
    }
}
