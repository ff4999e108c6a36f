// Starts the control server when it no longer delays anything.
namespace PluginHost.App;

/// <summary>
/// Starts a run's control server on a thread of its own, after the first step or after two seconds, whichever comes first: Kestrel takes a
/// fifth of a second of one core, which the way to the first step needs more.
/// </summary>
internal sealed class LateControl : IDisposable
{
    private static readonly TimeSpan s_latest = TimeSpan.FromSeconds(2);

    private readonly ManualResetEventSlim _go = new();
    private readonly Thread _thread;
    private volatile bool _over;
    private ControlServer? _server;

    /// <summary>Prepares the start.</summary>
    /// <param name="runDirectory">The run's folder.</param>
    /// <param name="controls">What may be asked of the run.</param>
    /// <param name="warn">Takes the sentence when there can be no server; the run goes on without it.</param>
    public LateControl(string runDirectory, RunControls controls, Action<string> warn)
    {
        _thread = new Thread(() =>
        {
            _go.Wait(s_latest);
            if (_over) return;
            try
            {
                _server = ControlServer.Start(runDirectory, controls);
            }
            catch (Exception fault) when (fault is PluginHostException or IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
            {
                warn($"The run has no control socket, so it can only be steered by signals: {fault.Message}");
            }
        })
        { IsBackground = true, Name = "control" };
        _thread.Start();
    }

    /// <summary>The first step is made.</summary>
    public void Begin() => _go.Set();

    /// <inheritdoc/>
    public void Dispose()
    {
        _over = true;
        _go.Set();
        _thread.Join();
        _server?.Dispose();
        _go.Dispose();
    }
}
