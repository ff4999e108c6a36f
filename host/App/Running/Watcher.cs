// Watches a run from outside its process: reads the record, draws it, passes Ctrl-C on.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PluginHost.Terminal;

namespace PluginHost.App;

/// <summary>
/// Watches a worker to its end. Watching is reading the record; steering is a signal. The first Ctrl-C (or SIGTERM) asks the worker to stop
/// after its step, the second kills it. A watcher that goes away leaves the worker at work.
/// </summary>
/// <param name="runDirectory">The run's folder.</param>
/// <param name="worker">Its worker.</param>
/// <param name="display">What draws; made when there is first something to draw, so that its libraries load after the worker has started.</param>
/// <param name="resume">The command that goes on with the run.</param>
internal sealed class Watcher(string runDirectory, WorkerProcess worker, Func<IRunDisplay> display, string resume) : IDisposable
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_firstFrame = TimeSpan.FromSeconds(1);

    private readonly AutoResetEvent _signalled = new(initialState: false);
    private readonly EventTail _tail = new(runDirectory);
    private readonly List<RecordLine> _held = [];
    private readonly long _start = Environment.TickCount64;
    private IRunDisplay? _display;
    private bool _drawing;
    private int _signals;
    private int _first = Posix.Terminate;
    private int _passedOn;

    /// <summary>The run as its record tells it.</summary>
    public RunState State { get; private set; } = RunState.Empty;

    /// <summary>Why the run failed, when its worker could not say so itself; null otherwise.</summary>
    public string? Death { get; private set; }

    /// <summary>Takes what an earlier worker of the same run recorded, without drawing it. Called before the worker is given the run.</summary>
    public void CatchUp()
    {
        foreach (var happened in _tail.Read()) State = State.Apply(happened);
        // What the earlier worker ended with is not how this one stands.
        State = State with { Status = RunStatus.Starting, ExitCode = null, Message = null, Detail = null, Summary = null, Started = null };
    }

    /// <summary>Watches until the run is over or its worker is gone.</summary>
    /// <returns>The exit code.</returns>
    public int Watch()
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Signalled);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Signalled);
        try
        {
            while (true)
            {
                // Looked at before reading, so that what a worker wrote before its end is not missed.
                var running = worker.IsRunning();
                Read(running);
                if (State.IsOver) return Finish(State.ExitCode!.Value);
                if (!running) return Finish(Died(worker.Ended!.Value));
                PassOn();
                _signalled.WaitOne(s_poll);
            }
        }
        finally
        {
            _display?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tail.Dispose();
        _signalled.Dispose();
    }

    private IRunDisplay Display => _display ??= display();

    private void Signalled(PosixSignalContext context)
    {
        context.Cancel = true;
        // The worker is told what the watcher was told, so that its record says who stopped it.
        if (_signals == 0) _first = context.Signal == PosixSignal.SIGINT ? Posix.Interrupt : Posix.Terminate;
        Interlocked.Increment(ref _signals);
        _signalled.Set();
    }

    // That the worker has started is no news yet, and reading it would load what reads and draws events while the worker needs both cores
    // to get to its first step. With the second event, or after a second, drawing begins.
    private void Read(bool running)
    {
        foreach (var line in _tail.ReadLines()) _held.Add(line);
        _drawing |= !running || _held.Count > 1 || Environment.TickCount64 - _start > s_firstFrame.TotalMilliseconds;
        if (_drawing) Draw();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Draw()
    {
        foreach (var line in _held)
        {
            var happened = line.Event();
            State = State.Apply(happened);
            Display.Show(State, happened);
        }

        _held.Clear();
        if (!State.IsOver) Display.Refresh(State, DateTimeOffset.UtcNow);
    }

    private void PassOn()
    {
        var signals = Volatile.Read(ref _signals);
        if (signals == _passedOn) return;
        if (_passedOn == 0)
        {
            worker.Signal(_first);
            Display.Say("Stopping after this step, then saving. Ctrl-C again quits at once.");
            _passedOn = 1;
        }

        if (signals > 1)
        {
            worker.Signal(Posix.Kill);
            _passedOn = signals;
        }
    }

    private int Died(int status)
    {
        if (_signals == 0)
        {
            Death = WorkerDeath.Describe(status, State, runDirectory, resume, worker.FirstWords);
            State = State with { Status = RunStatus.Failed };
            return 1;
        }

        // It did what it was told to.
        State = State with { Status = RunStatus.Stopped };
        Death = _signals == 1 ? "Stopped before the first stage began." : "Quit at once; what was done since the last checkpoint is lost.";
        return 4;
    }

    private int Finish(int code)
    {
        Display.Finish(State);
        // The worker closes its socket and its record; a run that is gone on with at once must not meet it.
        var deadline = Environment.TickCount64 + (long)s_farewell.TotalMilliseconds;
        while (worker.IsRunning() && Environment.TickCount64 < deadline) Thread.Sleep(1);
        return code;
    }
}
