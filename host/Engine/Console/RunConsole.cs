// Evaluates the lines of a run's console between its steps.
using System.Diagnostics;
using System.Runtime;

namespace PluginHost.Engine;

/// <summary>
/// Evaluates compiled lines on the run's thread, between two steps. A line that throws, or that is cut off at its limit, leaves the run as it was:
/// weights, the optimizer's state, generators and every component's state are put back. One that is stuck in native code cannot be cut off;
/// then the worker ends, and its supervisor starts another from the last checkpoint.
/// </summary>
public sealed class RunConsole
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(1);

    private readonly RunCommands _commands;
    private readonly RunRecord _record;
    private readonly Ranks _ranks;
    private readonly LiveRunHandle _handle;
    private readonly Lock _one = new();
    private volatile Turn? _turn;

    internal RunConsole(RunCommands commands, RunRecord record, Ranks ranks, string runDirectory)
    {
        (_commands, _record, _ranks) = (commands, record, ranks);
        _handle = new LiveRunHandle(commands, runDirectory);
    }

    /// <summary>What lines see.</summary>
    public LiveRun Handle => _handle;

    /// <summary>How long a line may wait for the end of the step that is being made, or of an evaluation.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Loads a plugin's newer build, to be exchanged by <see cref="LiveRun.Reload"/>; null where there is none.</summary>
    public Func<string, IStagedPlugin?>? Stage
    {
        get => _handle.Staging;
        set => _handle.Staging = value;
    }

    /// <summary>Told of a plugin that a line exchanged, whose old build has to go.</summary>
    public Action<string, ReloadOutcome>? Exchanged
    {
        get => _handle.Exchanged;
        set => _handle.Exchanged = value;
    }

    /// <summary>Turns what a line prints into text.</summary>
    public Func<object?, string> Show
    {
        get => _handle.Show;
        set => _handle.Show = value;
    }

    /// <summary>What ends this process, because a line is stuck in native code, for a supervisor to start another; gives null where none would.</summary>
    public Func<Action?>? StartAgain { get; set; }

    /// <summary>The names of parameters and modules of the stage that is at work, for completion; none while the run does not come to a boundary soon.</summary>
    public (IReadOnlyList<string> Parameters, IReadOnlyList<string> Modules) Names()
    {
        var asked = _commands.Boundary.Ask(_handle.Names);
        return !asked.IsFaulted && asked.Wait(s_soon) ? asked.Result : ([], []);
    }

    /// <summary>Evaluates a line and waits for it; one at a time.</summary>
    /// <param name="line">The line.</param>
    /// <param name="limit">How long it may take.</param>
    public ConsoleAnswer Evaluate(IConsoleLine line, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (!_ranks.IsAlone) throw new RecipeException("A run of several processes has no console: a line that one of them evaluates would part it from the others. Live values can be set (runs set).");
        lock (_one)
        {
            var turn = new Turn(limit);
            _turn = turn;
            try
            {
                var asked = _commands.Boundary.Ask(stage => turn.Begin() ? Evaluate(line, stage, turn) : null);
                if (Task.WaitAny([asked, turn.Told], Patience) < 0) turn.Withdraw();
                if (asked.IsFaulted) return Nothing(asked.Exception!.InnerException!.Message);
                if (turn.IsWithdrawn)
                    return Nothing(turn.ByHand ? "The line was withdrawn before it began."
                        : $"The run did not come to the end of a step within {Patience.TotalSeconds:0} s, so the line was withdrawn: it is at {_commands.Mark.Now.Component ?? "something else"}.");
                return asked.Wait(limit + s_grace) ? asked.Result! : Stuck(line, limit);
            }
            finally
            {
                _turn = null;
            }
        }

        static ConsoleAnswer Nothing(string fault) => new(null, "", fault, null, 0, 0);
    }

    /// <summary>Cuts off the line that is evaluated, or withdraws the one that waits for its turn; returns at once.</summary>
    /// <returns>False where there is none.</returns>
    public bool CutOff()
    {
        if (_turn is not { } turn) return false;
        turn.CutOff();
        return true;
    }

    private ConsoleAnswer Evaluate(IConsoleLine line, StageRun? stage, Turn turn)
    {
        var began = Stopwatch.GetTimestamp();
        _handle.Begin(stage);
        using var before = stage?.Keep();
        string? result = null, fault = null;
        try
        {
            using var frozen = TorchSharp.torch.no_grad();
            Run(() => result = RunThread.Await(line.Run, turn.Over.Token), turn.Over.Token);
            _handle.Commit();
            line.Keep();
        }
        catch (Exception end) when (end is OperationCanceledException or ThreadInterruptedException && turn.Over.IsCancellationRequested)
        {
            fault = turn.ByHand ? "The line was cut off; everything is as it was before it."
                : $"The line was cut off after {turn.Limit.TotalSeconds:0.#} s; everything is as it was before it. --limit SECONDS gives it longer.";
        }
        catch (Exception thrown)
        {
            fault = thrown is PluginHostException ? thrown.Message : $"{thrown.GetType().Name}: {thrown.Message}";
        }

        if (fault is not null) before?.PutBack();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var answer = new ConsoleAnswer(result, _handle.End(), fault, stage?.Name, stage?.Step ?? 0, Math.Round(seconds, 4));
        _record.Publish(new ConsoleLine(line.Code, answer.Result, answer.Printed, fault, stage?.Number, answer.Step, answer.Seconds));
        return answer;
    }

    // The runtime's own way to end managed code that does not end by itself, made for consoles. It ends what computes; what waits is interrupted.
    private static void Run(Action line, CancellationToken over)
    {
        try
        {
            var thread = Thread.CurrentThread;
#pragma warning disable SYSLIB0046
            ControlledExecution.Run(() =>
            {
                // Registered last, so called first: the abort waits until the thread has left what it waits for.
                using var wake = over.Register(thread.Interrupt);
                line();
            }, over);
#pragma warning restore SYSLIB0046
        }
        finally
        {
            try
            {
                // An interrupt that met no wait would be met by the next one of the run.
                Thread.Sleep(0);
            }
            catch (ThreadInterruptedException)
            {
            }
        }
    }

    private ConsoleAnswer Stuck(IConsoleLine line, TimeSpan limit)
    {
        var again = StartAgain?.Invoke();
        var sentence = $"The line is stuck in native code and cannot be cut off after {limit.TotalSeconds:0.#} s"
            + (again is null ? ". The run waits for it; stop it with `runs rm --force`, or go on from its last checkpoint in another worker." : "; the worker ends, and another goes on from the last checkpoint.");
        _record.Publish(new ConsoleLine(line.Code, null, "", sentence, null, 0, limit.TotalSeconds));
        again?.Invoke();
        return new ConsoleAnswer(null, "", sentence, null, 0, limit.TotalSeconds);
    }

    /// <summary>A line's turn: it waits, and is then either begun or withdrawn.</summary>
    private sealed class Turn(TimeSpan limit)
    {
        private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _state;

        public TimeSpan Limit => limit;

        /// <summary>Ends a line that has begun.</summary>
        public CancellationTokenSource Over { get; } = new();

        /// <summary>Is over when the turn has begun or was withdrawn.</summary>
        public Task Told => _told.Task;

        public bool IsWithdrawn => _state == 2;

        /// <summary>Whether somebody asked for its end.</summary>
        public bool ByHand { get; private set; }

        public bool Begin()
        {
            // Before anybody can cut it off, whose sooner end this would put off.
            Over.CancelAfter(limit);
            return Become(1);
        }

        public bool Withdraw() => Become(2);

        public void CutOff()
        {
            ByHand = true;
            // Not here: an abort waits for the thread that it ends.
            if (!Withdraw()) Over.CancelAfter(TimeSpan.Zero);
        }

        private bool Become(int state)
        {
            if (Interlocked.CompareExchange(ref _state, state, 0) != 0) return false;
            _told.SetResult();
            return true;
        }
    }
}
