// Starts the control server when it no longer delays anything.
namespace PluginHost.App;

/// <summary>
/// Starts a run's control server on a thread of its own, after the first step or two seconds after the run began, whichever comes first:
/// Kestrel takes a fifth of a second of one core, which the way to the first step needs more. The thread itself is made before libtorch
/// loads, because no thread can be made while it does.
/// </summary>
internal sealed class LateControl : IDisposable
{
    private static readonly TimeSpan s_latest = TimeSpan.FromSeconds(2);

    private readonly ManualResetEventSlim _attached = new();
    private readonly ManualResetEventSlim _go = new();
    private readonly Thread _thread;
    private Func<ControlServer>? _start;
    private Action<string>? _warn;
    private Action? _afterwards;
    private volatile bool _over;
    private ControlServer? _server;

    /// <summary>Makes the thread, which waits for a run.</summary>
    public LateControl()
    {
        _thread = new Thread(Work) { IsBackground = true, Name = "control" };
        _thread.Start();
    }

    /// <summary>Names the run; from here on the two seconds count.</summary>
    /// <param name="runDirectory">The run's folder.</param>
    /// <param name="controls">What may be asked of the run.</param>
    /// <param name="warn">Takes the sentence when there can be no server; the run goes on without it.</param>
    /// <param name="afterwards">What the thread does from then on; must end soon after the run.</param>
    public void Attach(string runDirectory, RunControls controls, Action<string> warn, Action afterwards)
    {
        _afterwards = afterwards;
        _start = () => ControlServer.Start(runDirectory, controls);
        _warn = warn;
        _attached.Set();
    }

    /// <summary>The first step is made.</summary>
    public void Begin() => _go.Set();

    /// <inheritdoc/>
    public void Dispose()
    {
        _over = true;
        _go.Set();
        _attached.Set();
        _thread.Join();
        _server?.Dispose();
        _go.Dispose();
        _attached.Dispose();
    }

    private void Work()
    {
        _attached.Wait();
        _go.Wait(s_latest);
        if (_over) return;
        try
        {
            _server = _start!();
        }
        catch (Exception fault) when (fault is PluginHostException or IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            _warn!($"The run has no control socket, so it can only be steered by signals: {fault.Message}");
        }

        _afterwards!();
    }
}
