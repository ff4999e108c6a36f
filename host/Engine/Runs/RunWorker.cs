// Executes one recipe in this process, from its first line to the event that says how it ended.
using System.Text.Json.Nodes;

namespace PluginHost.Engine;

/// <summary>Executes one recipe in this process: a run. Commands may come from any thread.</summary>
/// <param name="request">What to do.</param>
/// <param name="catalog">The plugins.</param>
/// <param name="record">Where everything that happens is published.</param>
public sealed class RunWorker(RunRequest request, ICatalog catalog, RunRecord record) : IDisposable
{
    private readonly RunCommands _commands = new();

    /// <summary>The processes that train together; the run is their last, and they are let go at its end.</summary>
    public Ranks Ranks
    {
        get;
        init
        {
            field = value;
            _commands.Live.ByExchange = !value.IsAlone;
        }
    } = Ranks.Alone;

    /// <summary>Whether somebody starts all ranks again when one is lost, so that this is no end of the run.</summary>
    public bool RanksStartAgain { get; init; }

    /// <summary>Publishes every step, however fast they come; off, a fast run publishes some steps only.</summary>
    public bool PublishEveryStep { get; init; }

    /// <summary>Whether the run is paused.</summary>
    public bool Paused => _commands.Paused;

    /// <summary>Stops after the step that is being made, saves, and ends with exit code 4.</summary>
    /// <param name="reason">Who asked, as in "Ctrl-C".</param>
    public void RequestStop(string reason) => _commands.Stop(reason);

    /// <summary>Who asked the run to stop; null while nobody has.</summary>
    public string? StopReason => _commands.StopReason;

    /// <summary>Pauses before the next step.</summary>
    public void Pause() => _commands.Pause();

    /// <summary>Goes on after <see cref="Pause"/>.</summary>
    public void Resume() => _commands.Resume();

    /// <summary>Checkpoints after the step that is being made.</summary>
    public void RequestCheckpoint() => _commands.Checkpoint();

    /// <summary>Evaluates the lines of a console between steps.</summary>
    public RunConsole Console => field ??= new RunConsole(_commands, record, Ranks, request.RunDirectory);

    /// <summary>What the run is doing.</summary>
    public WorkMark Mark => _commands.Mark;

    /// <summary>Asks for a value of the run's to be changed; it takes effect between two steps.</summary>
    /// <returns>Null, or why it is not done and whether that is because there is none of that name.</returns>
    public (bool Unknown, string Sentence)? Set(string name, JsonNode? value) => _commands.Live.Set(name, value) is { } refusal ? (refusal.Unknown, refusal.Sentence) : null;

    /// <summary>The values that can be changed: name, value, what each does.</summary>
    public JsonArray Values() => _commands.Live.List();

    /// <summary>Exchanges a plugin at the run's next boundary, for a newer build that was loaded beside it. What became of it is an event.</summary>
    public Task<ReloadOutcome> Reload(IStagedPlugin staged)
    {
        ArgumentNullException.ThrowIfNull(staged);
        return _commands.Boundary.Ask(stage => stage is not null ? stage.Reload(staged) : TakeBetweenStages(staged));
    }

    /// <summary>
    /// Does work on the run's thread at its next boundary: between two steps, while the run is paused, or outside of stages. It is given the stage
    /// that is open, or null, and keeps nothing of it.
    /// </summary>
    /// <returns>What the work gave or threw; a <see cref="RecipeException"/> when the run was over before.</returns>
    public Task<T> AtBoundary<T>(Func<IOpenStage?, T> work) => _commands.Boundary.Ask(work);

    /// <summary>Runs the recipe to its end on the run's own thread and publishes how it ended.</summary>
    /// <param name="body">The recipe; it is given its verbs.</param>
    /// <returns>The exit code: 0 done, 1 failed, 2 recipe or plugin wrong, 3 set-up, 4 stopped and resumable.</returns>
    /// <exception cref="RankFault">A rank is lost and <see cref="RanksStartAgain"/>; the record is not ended.</exception>
    public int Execute(Func<Recipe, Task> body)
    {
        var summary = request.Resume ? RunSummary.Of(request.RunDirectory) : new RunSummary();
        if (request.Resume && Ranks.IsFirst) WorkMark.Forget(request.RunDirectory);
        if (request.Resume) _commands.Live.Recorded = RecordedValues.Of(RunRecord.ReadAll(request.RunDirectory));
        record.Published += summary.Apply;
        record.Publish(new RunStarted(request.Name, request.Recipe, Environment.ProcessId, null));
        _commands.Live.Changed += record.Publish;
        var host = new RecipeHost(request, catalog, record, _commands, Ranks, PublishEveryStep);
        using var busy = Ranks.Busy("at work on the recipe outside of its training steps");
        Exception? failure = null;
        RunEnded ended;
        try
        {
            RunThread.Execute(async () =>
            {
                _commands.Boundary.Begin();
                try
                {
                    await body(new Recipe(host));
                }
                finally
                {
                    _commands.Boundary.Close("The run was over before it came to it.");
                }

                // A rank that goes first is no rank that is missed.
                Ranks.Barrier();
                return true;
            });
            foreach (var name in host.UnreadSettings) record.Publish(new Warned($"--set {name} changed nothing: the recipe never asked for a setting of that name."));
            ended = End(host, summary, RunStatus.Done, 0, null);
        }
        catch (RankFault fault) when (RanksStartAgain && fault.Lost)
        {
            Ranks.Leave();
            record.Published -= summary.Apply;
            throw;
        }
        catch (StoppedException stop)
        {
            ended = End(host, summary, RunStatus.Stopped, stop.ExitCode, stop);
        }
        catch (PluginHostException fault)
        {
            ended = End(host, summary, RunStatus.Failed, fault.ExitCode, failure = fault);
        }
        catch (Exception fault)
        {
            ended = End(host, summary, RunStatus.Failed, 1, failure = fault);
        }

        // All ranks diverge together; that is no one's fault.
        if (failure is null or DivergedException) Ranks.Leave();
        else Ranks.Fail(failure);

        record.Published -= summary.Apply;
        record.Publish(ended);
        return ended.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose() => _commands.Dispose();

    private ReloadOutcome TakeBetweenStages(IStagedPlugin staged)
    {
        staged.Take();
        record.Publish(new PluginReloaded(staged.Plugin, staged.OldHash, staged.NewHash, null, 0, [], 0, Math.Round(staged.Age.TotalMilliseconds, 2)));
        return new ReloadOutcome(null, Task.FromResult(true));
    }

    private RunEnded End(RecipeHost host, RunSummary summary, RunStatus status, int exitCode, Exception? fault)
    {
        var message = fault is null ? null : FaultSentence.Of(fault) + (fault is DivergedException ? $" What computed it: {_commands.Mark.Computing}." : "");
        // Also those whose events are not in the record: a disk that was full, a folder that was copied in part.
        foreach (var ended in host.Ended) summary.Apply(ended);
        var answer = summary.ToJson(status, request.RunDirectory, message, DateTimeOffset.UtcNow, ProcessFigures.PeakResidentMebibytes());
        return new RunEnded(status, exitCode, message, fault?.ToString(), answer);
    }
}
