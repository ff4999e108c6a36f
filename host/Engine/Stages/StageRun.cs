// One stage at work: the only training loop there is.
using System.Diagnostics;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// One stage at work. <see cref="Run"/> is the loop; a recipe with a loop of its own calls <see cref="Batches"/>, <see cref="Take"/> and
/// <see cref="Finish"/> itself. A step is: rate, forward, loss, backward, finite?, clip, update.
/// </summary>
internal sealed class StageRun : IOpenStage, IStage
{
    private static readonly TimeSpan PublishEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseSlice = TimeSpan.FromSeconds(0.5);

    private readonly int _number;
    private readonly string _directory;
    private readonly StageParts _parts;
    private readonly RunRecord _record;
    private readonly RunCommands _commands;
    private readonly StageCheckpoints _checkpoints;
    private readonly StageProgress _progress;
    private readonly LossWindows _losses = new();
    private readonly Evaluation _evaluation;
    private readonly TrainingStep _step;
    private readonly StageCores _cores;
    private readonly GoodWeights _good;
    private readonly Divergence _divergence;
    private readonly StageReload _reload;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Stopwatch _training = new();
    private string? _stopEarly;
    private RankDecision _decided;
    private long _savedAt = -1, _itemsPublished, _itemsBefore;
    private TimeSpan _publishedAt;

    public StageRun(int number, string directory, StageParts parts, RunRecord record, RunCommands commands, IEnumerable<(string Name, IStateful Part)> stateful,
        ComponentFactory components, Func<ComponentFactory, StageAssembly> assembly)
    {
        (_number, _directory, _parts, _record, _commands) = (number, directory, parts, record, commands);
        _checkpoints = new StageCheckpoints(number, directory, parts, record, [.. stateful, ("losses", _losses), ("live", commands.Live)]);
        StageLiveValues.Declare(commands.Live, parts);
        commands.Live.BeginStage(number);
        commands.Boundary.Stage = this;
        var precision = new Precision(parts.Plan.Precision, parts.Device);
        _evaluation = new Evaluation(parts, precision.Autocast);
        _step = new TrainingStep(parts, precision);
        _good = new GoodWeights(parts);
        _cores = new StageCores(parts, _step);
        _progress = new StageProgress(StageProgress.Total(parts));
        _divergence = new Divergence(parts, _progress, _step, _checkpoints, _good, directory, sentence => record.Publish(new Warned(sentence)));
        Inspection = new StageInspection(parts, _step, _evaluation, MakeBatch);
        _reload = new StageReload(this, number, parts, _step, _good, record, components, assembly);
    }

    public string Name => _parts.Plan.Name;

    public int Number => _number;

    /// <summary>What it consists of, for whoever looks at it between two steps.</summary>
    public StageParts Parts => _parts;

    /// <summary>Looks at the stage between two steps.</summary>
    public StageInspection Inspection { get; }

    public Model Model => _parts.Model;

    /// <summary>Times steps and where the result goes; null for none.</summary>
    public (StepProfile Profile, string Path)? Profile { get; init; }

    /// <summary>Publishes every step, however fast they come.</summary>
    public bool PublishEveryStep { get; init; }

    public long Step => _progress.Step;

    public long TotalSteps => _progress.TotalSteps;

    /// <summary>How the stage uses the cores; null in one that does not train.</summary>
    public Parallelism? Uses => _cores.Uses;

    public string Parallelism => _cores.Uses?.ToString() ?? "";

    /// <summary>How many buckets the gradients of several ranks travel in, and how many of the last step's left during its backward pass.</summary>
    public (int All, int Early) Buckets => _step.Buckets;

    private StagePlan Plan => _parts.Plan;

    private Ranks Ranks => _parts.Ranks;

    /// <summary>Takes the newest checkpoint that is whole, if the stage has one; says so.</summary>
    public void Restore()
    {
        if (_checkpoints.Restore() is not { } saved) return;
        _progress.Take(saved);
        _cores.Take(saved);
        _itemsPublished = _itemsBefore = _progress.Items;
        _savedAt = Step;
        Note($"Going on from step {Step} of {TotalSteps}.");
    }

    /// <summary>Announces the stage, picks the threads and evaluates before the first step when the plan asks for it.</summary>
    public void Begin(ThreadChoice threads)
    {
        var tokens = "rows";
        using (torch.NewDisposeScope())
        {
            if (_parts.Train.InOrder([0], _parts.Device).Has(Fields.InputIds)) tokens = "tokens";
        }

        _parts.Model.train();
        _parts.Objective.train();
        // The same seeds and files give the same weights; that they are the same is what everything later leans on.
        Ranks.Broadcast(_parts.Tensors, from: 0);
        _cores.Begin(threads);
        _step.Profile = Profile?.Profile;
        if (Step == 0) RankGenerators.Seed(_parts);
        _record.Publish(new StageStarted(_number, Name, Plan.Mode, Step, TotalSteps, _parts.TrainableParameters, _parts.TotalParameters, _parts.Device.ToString(), tokens));
        foreach (var callback in _parts.Callbacks) callback.StageStarted(this);
        if (Step == 0 && (Plan.EvaluateFirst || Plan.Mode == StageMode.Evaluate)) _progress.Before = Evaluate();
        // There must be something to go back to.
        if (Plan.OnDivergence == DivergencePolicy.RollBack && _checkpoints.SavedAt < 0) Save();
    }

    /// <summary>The stage from its first step, or from the restored one, to its results.</summary>
    public async Task<StageResult> Run()
    {
        foreach (var batch in Batches()) Take(batch);
        return await Finish();
    }

    public IEnumerable<Batch> Batches()
    {
        while (Step < TotalSteps)
        {
            if (Ranks.IsAlone)
            {
                if (_stopEarly is not null) yield break;
            }
            else if (!DecideTogether()) yield break;

            if (Ranks.IsAlone && _commands.Paused)
            {
                _training.Stop();
                Note("Paused.");
                _commands.WaitWhilePaused();
                Note("Going on.");
            }

            _commands.Boundary.Serve();
            if ((Ranks.IsAlone ? _commands.StopReason : _decided.Stop) is { } reason) throw Stop(reason);
            _commands.Live.TakeEffect(Step);
            _parts.Mark.Enter(Work.Data);
            using var scope = torch.NewDisposeScope();
            yield return Attempt(MakeBatch, _ => MakeBatch());
        }
    }

    /// <summary>Exchanges a plugin; called between two steps.</summary>
    public ReloadOutcome Reload(IStagedPlugin staged)
    {
        _training.Stop();
        _parts.Mark.Enter(Work.Reloading);
        var outcome = _reload.Swap(staged);
        _parts.Mark.Enter(Work.Recipe);
        return outcome;
    }

    public StepReport Take(Batch batch)
    {
        if (_parts.Optimization is null) throw new RecipeException($"The stage \"{Name}\" only evaluates; it makes no steps.");
        _training.Start();
        _step.Profile?.Mark("batch");
        var (loss, rate, norm, items) = Attempt(() => TakeStrictly(batch), madeAgain => TakeStrictly(madeAgain ? MakeBatch() : batch));
        _reload.Keep();
        if (!_divergence.IsFinite(loss, norm)) return LeaveOut(loss, rate, norm);
        // Every rank has running statistics of its own to put back.
        if (Ranks.IsFirst || Plan.OnDivergence == DivergencePolicy.Skip) _good.Keep(Step);
        _step.Update(Step, TotalSteps);

        _progress.Step++;
        _parts.Mark.StepDone(Step);
        _losses.Add(Step, TotalSteps, loss);
        _progress.Items += items;
        var report = new StepReport(Step, loss, rate, norm, _progress.Items);
        Publish(report);
        for (var i = 0; i < _parts.Callbacks.Count; i++)
        {
            _parts.Mark.Enter(Work.Callback, i);
            _parts.Callbacks[i].StepDone(this, report);
        }

        AfterStep();
        _parts.Mark.Enter(Work.Recipe);
        if (Profile is { } profile)
        {
            profile.Profile.StepDone(profile.Path, Name, Parallelism);
            if (profile.Profile.Done) _commands.Stop("enough steps are timed");
        }

        return report;
    }

    public IReadOnlyDictionary<string, double> Evaluate()
    {
        _training.Stop();
        SyncBuffers();
        var shown = Stopwatch.StartNew();
        _parts.Mark.Enter(Work.Evaluating);
        var metrics = _progress.Metrics = _evaluation.Run((batch, batches) =>
        {
            if (shown.Elapsed < PublishEvery) return;
            shown.Restart();
            _record.Publish(new EvaluationProgressed(_number, batch, batches));
        });
        _progress.EvaluatedAt = Step;
        if (metrics.Count > 0)
        {
            _record.Publish(new Evaluated(_number, Step, metrics));
            foreach (var callback in _parts.Callbacks) callback.Evaluated(this, metrics);
        }

        return metrics;
    }

    public Task<StageResult> Finish()
    {
        _training.Stop();
        _checkpoints.Flush();
        if (_progress.EvaluatedAt != Step) Evaluate();
        foreach (var callback in _parts.Callbacks) callback.StageEnded(this);
        SyncBuffers();
        var (model, adapters) = StageResults.Save(_parts, _directory);
        // What the next stage reads is there when all go on.
        Ranks.Barrier();
        var result = new StageResult
        {
            Name = Name,
            Steps = Step,
            TrainLossFirst = _losses.First,
            TrainLossLast = _losses.Last,
            Before = _progress.Before,
            Metrics = _progress.Metrics,
            ItemsPerSecond = _training.Elapsed > TimeSpan.Zero ? Math.Round((_progress.Items - _itemsBefore) / _training.Elapsed.TotalSeconds, 1) : 0,
            TrainableParameters = _parts.TrainableParameters,
            TotalParameters = _parts.TotalParameters,
            Seconds = Math.Round(_clock.Elapsed.TotalSeconds, 2),
            Device = _parts.Device.ToString(),
            ModelDirectory = model,
            AdapterDirectory = adapters.FirstOrDefault(),
        };
        _record.Publish(new StageEnded(_number, result));
        return Task.FromResult(result);
    }

    /// <summary>Copies the state in memory, to go back to.</summary>
    public StageSnapshot Keep()
    {
        _training.Stop();
        return _checkpoints.Keep(Step);
    }

    /// <summary>Saves and waits until it is on the disk.</summary>
    /// <returns>The checkpoint's folder.</returns>
    public string SaveNow()
    {
        Save();
        if (_checkpoints.Flush() is { } fault) throw new SetupException($"The checkpoint of step {Step} could not be written: {fault.Message}", fault);
        return _checkpoints.LatestDirectory()!;
    }

    public void StopEarly(string reason)
    {
        _stopEarly = reason;
        Note($"Stopping early after step {Step}: {reason}");
    }

    public void Chart(string name, double value) => _record.Publish(new Charted(_number, Step, name, value));

    public void Note(string message) => _record.Publish(new Noted(message));

    public ValueTask DisposeAsync()
    {
        _commands.Boundary.Stage = null;
        _reload.Keep();
        _commands.Live.EndStage();
        _checkpoints.Dispose();
        _step.Dispose();
        _parts.Dispose();
        return ValueTask.CompletedTask;
    }

    private Batch MakeBatch()
    {
        var (first, rows) = Ranks.Share(Plan.Batch);
        return Ranks.IsAlone
            ? _parts.Train.Shuffled(Step * Plan.Batch * Plan.Accumulate, Plan.Batch * Plan.Accumulate, _parts.Device)
            : _parts.Train.Shuffled((Step * Plan.Batch * Plan.Accumulate) + first, rows, Plan.Accumulate, Plan.Batch, _parts.Device);
    }

    // The first step of a plugin that was reloaded can still be made by the build before.
    private T Attempt<T>(Func<T> work, Func<bool, T> again)
    {
        if (!_reload.OnTrial) return work();
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is not StoppedException)
        {
            return again(_reload.Undo(fault));
        }
    }

    private void AfterStep()
    {
        if (Plan.EvaluateEvery is { } every && Step % every == 0 && Step < TotalSteps) Evaluate();
        if ((Ranks.IsAlone && _commands.TakeCheckpoint()) || (Plan.SaveEvery is { } saves && Step % saves == 0 && Step < TotalSteps)) Save();
        else _checkpoints.Tell();
    }

    private void Publish(StepReport report)
    {
        var now = _training.Elapsed;
        var first = Step == 1 || _publishedAt == TimeSpan.Zero;
        if (!first && !PublishEveryStep && Step < TotalSteps && now - _publishedAt < PublishEvery) return;
        var rate = now > _publishedAt ? (_progress.Items - _itemsPublished) / (now - _publishedAt).TotalSeconds : 0;
        (_publishedAt, _itemsPublished) = (now, _progress.Items);
        _record.Publish(new StepTaken(_number, Step, report.Loss, report.LearningRate, report.GradientNorm, Math.Round(rate, 1)));
        foreach (var (name, value) in _step.Charts()) Chart(name, value);
    }

    private void Save()
    {
        // Over ranks all have to agree on whether there is something to save, and a save that failed is known to rank 0 alone.
        if ((Ranks.IsAlone ? _checkpoints.SavedAt : _savedAt) == Step) return;
        _savedAt = Step;
        _training.Stop();
        SyncBuffers();
        _parts.Mark.Enter(Work.Saving);
        _checkpoints.Begin(Step, state =>
        {
            _progress.Write(state);
            _cores.Write(state);
        }, _progress.Metrics);
        if (Ranks.IsAlone) return;
        // Nobody goes on, or ends, before what rank 0 writes is whole.
        _checkpoints.Flush();
        Ranks.Barrier();
    }

    private StoppedException Stop(string reason)
    {
        Save();
        if (_checkpoints.Flush() is not { } fault)
            return new StoppedException($"Stopped after step {Step} of {TotalSteps} of the stage \"{Name}\" ({reason}); everything is saved.");
        var left = _checkpoints.LatestDirectory() is { } latest ? $"It goes on from {latest}." : "No checkpoint had been written before, so the stage begins again.";
        return new StoppedException($"Stopped after step {Step} of {TotalSteps} of the stage \"{Name}\" ({reason}), and that step could not be saved: {fault.Message.TrimEnd('.')}. {left}");
    }

    private StepReport LeaveOut(double loss, double rate, double? norm)
    {
        if (_divergence.LeaveOut(loss, norm)) AfterStep();
        else _itemsPublished = _progress.Items;
        return new StepReport(Step, loss, rate, norm, _progress.Items);
    }

    /// <summary>Batch statistics are of each rank's own rows; where they are used, all use those of rank 0, as PyTorch's DDP does.</summary>
    private void SyncBuffers() => Ranks.Broadcast(_parts.Buffers, from: 0);

    // In a step ranks wait for each other for a short while only.
    private (double Loss, double Rate, double? Norm, long Items) TakeStrictly(Batch batch)
    {
        using var strict = Ranks.Busy("");
        return _step.Take(batch, Step, TotalSteps);
    }

    /// <summary>Decides before a step, with all ranks, whether to stop, to save or to wait; false when the stage ends early.</summary>
    private bool DecideTogether()
    {
        while (true)
        {
            _decided = RankDecision.Of(Ranks, _commands, _stopEarly);
            if (_decided.StopEarly is { } reason)
            {
                if (_stopEarly is null) StopEarly(reason);
                return false;
            }

            if (_decided.Checkpoint) Save();
            if (!_decided.Paused || _decided.Stop is not null) return true;
            if (_training.IsRunning) Note("Paused.");
            _training.Stop();
            // In slices, so that the others' exchange never waits for long.
            if (Ranks.IsFirst) _commands.WaitWhilePaused(PauseSlice);
        }
    }
}
