// Watches a run from outside its process: reads the record, draws it, passes Ctrl-C on.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PluginHost.Terminal;

namespace PluginHost.App;

/// <summary>
/// Watches a worker to its end. Watching is reading the record; steering is a signal. The first Ctrl-C (or SIGTERM) asks the worker to stop
/// after its step, the second kills it. A watcher that goes away leaves the worker at work, and one that came later goes away at Ctrl-C.
/// </summary>
/// <param name="runDirectory">The run's folder.</param>
/// <param name="worker">Its worker.</param>
/// <param name="display">What draws; made when there is first something to draw, so that its libraries load after the worker has started.</param>
/// <param name="resume">The command that goes on with the run.</param>
/// <param name="attach">The command that watches the run again, for a watcher that Ctrl-C only sends away; null for one that steers.</param>
internal sealed class Watcher(string runDirectory, IWatchedWorker worker, Func<IRunDisplay> display, string resume, string? attach = null) : IDisposable
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_firstFrame = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_firstStage = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_listen = TimeSpan.FromSeconds(1);

    private readonly AutoResetEvent _signalled = new(initialState: false);
    private readonly EventTail _tail = new(runDirectory);
    private readonly List<RecordLine> _held = [];
    private readonly long _start = Environment.TickCount64;
    private IRunDisplay? _display;
    private bool _drawing;
    private int _signals;
    private int _first = Posix.Terminate;
    private int _passedOn;
    private int _said;
    private long _overAt;
    private long _listenedAt = Environment.TickCount64;

    /// <summary>The run as its record tells it.</summary>
    public RunState State { get; private set; } = RunState.Empty;

    /// <summary>Why the run failed, when its worker could not say so itself; null otherwise.</summary>
    public string? Death { get; private set; }

    /// <summary>Takes what an earlier worker of the same run recorded, without drawing it. Called before the worker is given the run.</summary>
    public void CatchUp()
    {
        State = Replay().Left();
        _drawing = false;
    }

    /// <summary>Takes what was recorded so far, without drawing it.</summary>
    /// <returns>The state after it.</returns>
    public RunState Replay()
    {
        foreach (var happened in _tail.Read()) State = State.Apply(happened);
        _drawing = true;
        return State;
    }

    /// <summary>Waits until the recipe has compiled and its first stage has begun, or has had time to fail.</summary>
    /// <returns>Whether the run goes on; where it does not, <see cref="Watch"/> tells how it ended.</returns>
    public bool AwaitBeginning()
    {
        long? compiled = null;
        for (var seen = 0; ; Thread.Sleep(s_poll))
        {
            var running = worker.IsRunning();
            foreach (var line in _tail.ReadLines()) _held.Add(line);
            for (; seen < _held.Count; seen++)
            {
                var happened = _held[seen].Event();
                if (happened is RunEnded) return false;
                if (happened is StageStarted) return true;
                if (happened is RecipeCompiled) compiled = Environment.TickCount64;
            }

            if (!running) return false;
            if (Environment.TickCount64 - compiled > s_firstStage.TotalMilliseconds) return true;
        }
    }

    /// <summary>Watches until the run is over or its worker is gone.</summary>
    /// <param name="greeting">A line that is shown once Ctrl-C is listened for; null for none.</param>
    /// <returns>The exit code.</returns>
    public int Watch(string? greeting = null)
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Signalled);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Signalled);
        try
        {
            if (greeting is not null) Display.Say(greeting);
            while (true)
            {
                // Looked at before reading, so that what a worker wrote before its end is not missed.
                var running = worker.IsRunning();
                Read(running);
                // A run of several processes can be taken up again after one has said that it failed.
                if (State.IsOver && (!running || Left())) return Finish(State.ExitCode!.Value);
                if (!running) return Finish(Died(worker.Ended!.Value));
                if (attach is not null && _signals > 0) return Detach(attach);
                PassOn();
                Listen();
                _signalled.WaitOne(State.IsOver ? 1 : (int)s_poll.TotalMilliseconds);
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

    // That the worker has started, the recipe is compiled and a stage begins is no news yet, and reading it would load what reads and draws
    // events while the worker needs both cores for its first step. With the fourth event, or after a second, drawing begins.
    private void Read(bool running)
    {
        foreach (var line in _tail.ReadLines()) _held.Add(line);
        _drawing |= !running || _held.Count > 3 || Environment.TickCount64 - _start > s_firstFrame.TotalMilliseconds;
        if (_drawing) Draw();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Draw()
    {
        foreach (var line in _held)
        {
            var happened = line.Event();
            if (happened is WorkerDied) _overAt = 0;
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

    // What the worker says when it cannot write its record.
    private void Listen()
    {
        if (Environment.TickCount64 - _listenedAt < s_listen.TotalMilliseconds) return;
        _listenedAt = Environment.TickCount64;
        foreach (var sentence in worker.Said.Skip(_said))
        {
            Display.Say(sentence);
            _said++;
        }
    }

    private int Detach(string again)
    {
        Display.Say($"Left; the run goes on. To watch it again: {again}");
        return 0;
    }

    private int Died(int status)
    {
        if (_signals == 0 || attach is not null)
        {
            var told = WorkerDeath.Told(status, worker.Said);
            Death = told ?? WorkerDeath.Describe(status, State, runDirectory, resume, worker.FirstWords);
            State = State with { Status = told is null ? RunStatus.Failed : WorkerDeath.StatusOf(status) };
            return told is null ? 1 : WorkerDeath.CodeOf(status);
        }

        // It did what it was told to.
        State = State with { Status = RunStatus.Stopped };
        Death = _signals == 1 ? "Stopped before the first stage began."
            : State.HasSaved ? "Quit at once; what was done since the last checkpoint is lost."
            : "Quit at once; no checkpoint had been written, so what was done is lost.";
        return 4;
    }

    // The worker closes its socket and its record; a run that is gone on with at once must not meet it.
    private bool Left()
    {
        if (_overAt == 0) _overAt = Environment.TickCount64;
        return Environment.TickCount64 - _overAt > s_farewell.TotalMilliseconds;
    }

    private int Finish(int code)
    {
        Display.Finish(State);
        return code;
    }
}
