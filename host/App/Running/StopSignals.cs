// SIGINT and SIGTERM in a worker: the first asks the run to stop, the second ends the process.
using System.Runtime.InteropServices;

namespace PluginHost.App;

/// <summary>Listens for SIGINT and SIGTERM from the worker's first moment on; one that comes before there is a run is passed on when there is.</summary>
internal sealed class StopSignals : IDisposable
{
    private const int QuitExitCode = 130;

    private readonly Lock _gate = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private string? _reason;
    private Action<string>? _stop;

    /// <summary>Begins to listen.</summary>
    public StopSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Take);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take);
    }

    /// <summary>Says what stops the run.</summary>
    /// <param name="stop">Takes who asked; called at once when somebody already has.</param>
    public void PassTo(Action<string> stop)
    {
        lock (_gate)
        {
            _stop = stop;
            if (_reason is not null) stop(_reason);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (_gate)
        {
            if (_reason is not null) Posix.Exit(QuitExitCode);
            _reason = context.Signal == PosixSignal.SIGINT ? "Ctrl-C" : context.Signal.ToString();
            _stop?.Invoke(_reason);
        }
    }
}
