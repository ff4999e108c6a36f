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
            var asked = _commands.Boundary.Ask(stage => turn.Begin() ? Evaluate(line, stage, turn) : null);
            if (!turn.Begun.Wait(Patience) && turn.Withdraw())
            {
                if (asked.IsFaulted) return new ConsoleAnswer(null, "", asked.Exception!.InnerException!.Message, null, 0, 0);
                return new ConsoleAnswer(null, "", $"The run did not come to the end of a step within {Patience.TotalSeconds:0} s, so the line was withdrawn: it is at {_commands.Mark.Now.Component ?? "something else"}.", null, 0, 0);
            }

            if (!asked.Wait(limit + s_grace)) return Stuck(line, limit);
            return asked.GetAwaiter().GetResult()!;
        }
    }

    private ConsoleAnswer Evaluate(IConsoleLine line, StageRun? stage, Turn turn)
    {
        var began = Stopwatch.GetTimestamp();
        _handle.Begin(stage);
        using var before = stage?.Keep();
        string? result = null, fault = null;
        try
        {
            using var over = new CancellationTokenSource(turn.Limit);
            using var frozen = TorchSharp.torch.no_grad();
            Run(() => result = RunThread.Await(line.Run, over.Token), over.Token);
            _handle.Commit();
            line.Keep();
        }
        catch (Exception end) when (end is OperationCanceledException or ThreadInterruptedException && turn.IsOver(began))
        {
            fault = $"The line was cut off after {turn.Limit.TotalSeconds:0.#} s; everything is as it was before it. --limit SECONDS gives it longer.";
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
        private int _state;

        public TimeSpan Limit => limit;

        public ManualResetEventSlim Begun { get; } = new();

        public bool Begin()
        {
            if (Interlocked.CompareExchange(ref _state, 1, 0) != 0) return false;
            Begun.Set();
            return true;
        }

        public bool Withdraw() => Interlocked.CompareExchange(ref _state, 2, 0) == 0;

        public bool IsOver(long began) => Stopwatch.GetElapsedTime(began) >= limit;
    }
}
