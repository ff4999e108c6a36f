// One stage at work: the only training loop there is.
using System.Diagnostics;
using System.Text.Json.Nodes;
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
    private readonly LossWindows _losses = new();
    private readonly Evaluation _evaluation;
    private readonly TrainingStep _step;
    private readonly GoodWeights _good;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Stopwatch _training = new();
    private IReadOnlyDictionary<string, double> _before = new Dictionary<string, double>();
    private IReadOnlyDictionary<string, double> _metrics = new Dictionary<string, double>();
    private string? _stopEarly;
    private Parallelism? _parallelism;
    private RankDecision _decided;
    private long _evaluatedAt = -1, _savedAt = -1, _items, _itemsPublished, _itemsBefore;
    private int _skipped, _rolledBack;
    private TimeSpan _publishedAt;

    public StageRun(int number, string directory, StageParts parts, RunRecord record, RunCommands commands, IEnumerable<(string Name, IStateful Part)> stateful)
    {
        (_number, _directory, _parts, _record, _commands) = (number, directory, parts, record, commands);
        _checkpoints = new StageCheckpoints(number, directory, parts, record, [.. stateful, ("losses", _losses), ("live", commands.Live)]);
        StageLiveValues.Declare(commands.Live, parts);
        commands.Live.BeginStage(number);
        var precision = new Precision(parts.Plan.Precision, parts.Device);
        _evaluation = new Evaluation(parts, precision.Autocast);
        _step = new TrainingStep(parts, precision);
        _good = new GoodWeights(parts);
        TotalSteps = Total(parts);
    }

    public string Name => _parts.Plan.Name;

    public Model Model => _parts.Model;

    /// <summary>Times steps and where the result goes; null for none.</summary>
    public (StepProfile Profile, string Path)? Profile { get; init; }

    /// <summary>Publishes every step, however fast they come.</summary>
    public bool PublishEveryStep { get; init; }

    public long Step { get; private set; }

    public long TotalSteps { get; }

    /// <summary>How the stage uses the cores; null in one that does not train.</summary>
    public Parallelism? Uses => _parallelism;

    public string Parallelism => _parallelism?.ToString() ?? "";

    /// <summary>How many buckets the gradients of several ranks travel in, and how many of the last step's left during its backward pass.</summary>
    public (int All, int Early) Buckets => _step.Buckets;

    private StagePlan Plan => _parts.Plan;

    private Ranks Ranks => _parts.Ranks;

    /// <summary>Takes the newest checkpoint that is whole, if the stage has one; says so.</summary>
    public void Restore()
    {
        if (_checkpoints.Restore() is not { } saved) return;
        TakePosition(saved);
        _itemsBefore = _items;
        _savedAt = Step;
        if (Ranks.IsAlone && saved["threads"] is { } used) _parallelism = new Parallelism(used.GetValue<int>(), saved["replicas"]!.GetValue<int>());
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
        Ranks.Broadcast(Tensors(), from: 0);
        if (_parts.Optimization is not null) Parallelize(threads);
        else if (Ranks.IsAlone) threads.Apply();
        else ThreadChoice.ApplyBesideOthers(threads.Choose(Ranks, _ => false));
        _step.Profile = Profile?.Profile;
        if (Step == 0) RankGenerators.Seed(_parts);
        _record.Publish(new StageStarted(_number, Name, Plan.Mode, Step, TotalSteps, _parts.TrainableParameters, _parts.TotalParameters, _parts.Device.ToString(), tokens));
        foreach (var callback in _parts.Callbacks) callback.StageStarted(this);
        if (Step == 0 && (Plan.EvaluateFirst || Plan.Mode == StageMode.Evaluate)) _before = Evaluate();
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

            if ((Ranks.IsAlone ? _commands.StopReason : _decided.Stop) is { } reason) throw Stop(reason);
            _commands.Live.TakeEffect(Step);
            _parts.Mark.Enter(Work.Data);
            using var scope = torch.NewDisposeScope();
            var (first, rows) = Ranks.Share(Plan.Batch);
            yield return Ranks.IsAlone
                ? _parts.Train.Shuffled(Step * Plan.Batch * Plan.Accumulate, Plan.Batch * Plan.Accumulate, _parts.Device)
                : _parts.Train.Shuffled((Step * Plan.Batch * Plan.Accumulate) + first, rows, Plan.Accumulate, Plan.Batch, _parts.Device);
        }
    }

    public StepReport Take(Batch batch)
    {
        if (_parts.Optimization is null) throw new RecipeException($"The stage \"{Name}\" only evaluates; it makes no steps.");
        _training.Start();
        _step.Profile?.Mark("batch");
        var (loss, rate, norm, items) = TakeStrictly(batch);
        if (!double.IsFinite(loss) || (norm is { } size && !double.IsFinite(size))) return Diverged(loss, rate, norm);
        _skipped = 0;
        // Every rank has running statistics of its own to put back.
        if (Ranks.IsFirst || Plan.OnDivergence == DivergencePolicy.Skip) _good.Keep(Step);
        _step.Update(Step, TotalSteps);

        Step++;
        _parts.Mark.StepDone(Step);
        _losses.Add(Step, TotalSteps, loss);
        _items += items;
        var report = new StepReport(Step, loss, rate, norm, _items);
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
        _metrics = _evaluation.Run((batch, batches) =>
        {
            if (shown.Elapsed < PublishEvery) return;
            shown.Restart();
            _record.Publish(new EvaluationProgressed(_number, batch, batches));
        });
        _evaluatedAt = Step;
        if (_metrics.Count > 0)
        {
            _record.Publish(new Evaluated(_number, Step, _metrics));
            foreach (var callback in _parts.Callbacks) callback.Evaluated(this, _metrics);
        }

        return _metrics;
    }

    public Task<StageResult> Finish()
    {
        _training.Stop();
        _checkpoints.Flush();
        if (_evaluatedAt != Step) Evaluate();
        foreach (var callback in _parts.Callbacks) callback.StageEnded(this);
        SyncBuffers();
        var (model, adapters) = SaveResults(_directory);
        // What the next stage reads is there when all go on.
        Ranks.Barrier();
        var result = new StageResult
        {
            Name = Name,
            Steps = Step,
            TrainLossFirst = _losses.First,
            TrainLossLast = _losses.Last,
            Before = _before,
            Metrics = _metrics,
            ItemsPerSecond = _training.Elapsed > TimeSpan.Zero ? Math.Round((_items - _itemsBefore) / _training.Elapsed.TotalSeconds, 1) : 0,
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

    public void StopEarly(string reason)
    {
        _stopEarly = reason;
        Note($"Stopping early after step {Step}: {reason}");
    }

    public void Chart(string name, double value) => _record.Publish(new Charted(_number, Step, name, value));

    public void Note(string message) => _record.Publish(new Noted(message));

    public ValueTask DisposeAsync()
    {
        _commands.Live.EndStage();
        _checkpoints.Dispose();
        _step.Dispose();
        _parts.Dispose();
        return ValueTask.CompletedTask;
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
        var rate = now > _publishedAt ? (_items - _itemsPublished) / (now - _publishedAt).TotalSeconds : 0;
        (_publishedAt, _itemsPublished) = (now, _items);
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
        _checkpoints.Begin(Step, WritePosition, _metrics);
        if (Ranks.IsAlone) return;
        // Nobody goes on, or ends, before what rank 0 writes is whole.
        _checkpoints.Flush();
        Ranks.Barrier();
    }

    private void WritePosition(StateWriter state)
    {
        state.Write("items", _items);
        state.Write("evaluated-at", _evaluatedAt);
        state.Write("rolled-back", _rolledBack);
        if (Ranks.IsAlone && _parallelism is { } used)
        {
            state.Write("threads", used.Threads);
            state.Write("replicas", used.Replicas);
        }

        state.Write("before", Figures(_before));
        state.Write("metrics", Figures(_metrics));

        static JsonObject Figures(IReadOnlyDictionary<string, double> figures) =>
            new(figures.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(BitConverter.DoubleToInt64Bits(pair.Value)))));
    }

    private void TakePosition(JsonObject saved)
    {
        Step = saved["step"]!.GetValue<long>();
        _items = _itemsPublished = saved["items"]!.GetValue<long>();
        _evaluatedAt = saved["evaluated-at"]!.GetValue<long>();
        _rolledBack = saved["rolled-back"]!.GetValue<int>();
        (_before, _metrics) = (Figures("before"), Figures("metrics"));

        // As bits, since JSON has no NaN and no infinity.
        Dictionary<string, double> Figures(string name) =>
            saved[name]!.AsObject().ToDictionary(pair => pair.Key, pair => BitConverter.Int64BitsToDouble(pair.Value!.GetValue<long>()), StringComparer.Ordinal);
    }

    private StoppedException Stop(string reason)
    {
        Save();
        if (_checkpoints.Flush() is not { } fault)
            return new StoppedException($"Stopped after step {Step} of {TotalSteps} of the stage \"{Name}\" ({reason}); everything is saved.");
        var left = _checkpoints.LatestDirectory() is { } latest ? $"It goes on from {latest}." : "No checkpoint had been written before, so the stage begins again.";
        return new StoppedException($"Stopped after step {Step} of {TotalSteps} of the stage \"{Name}\" ({reason}), and that step could not be saved: {fault.Message.TrimEnd('.')}. {left}");
    }

    /// <summary>A step whose loss or gradient is not finite: the update is not applied, and the plan says how it goes on.</summary>
    private StepReport Diverged(double loss, double rate, double? norm)
    {
        var what = double.IsFinite(loss) ? $"gradient's norm became {norm}" : $"loss became {loss}";
        if (Plan.OnDivergence == DivergencePolicy.Skip && _skipped < Plan.DivergenceLimit)
        {
            _skipped++;
            _step.Discard();
            _good.RestoreBuffers();
            Step++;
            Warn($"The {what} in step {Step}; its update was left out ({_skipped} of at most {Plan.DivergenceLimit} in a row).");
            AfterStep();
            return new StepReport(Step, loss, rate, norm, _items);
        }

        if (Plan.OnDivergence == DivergencePolicy.RollBack && _rolledBack < Plan.DivergenceLimit)
        {
            var (at, scale, times) = (Step + 1, _parts.Optimization!.Scale * Plan.RollBackRate, _rolledBack + 1);
            _step.Discard();
            if (_checkpoints.Restore() is { } saved)
            {
                TakePosition(saved);
                (_parts.Optimization.Scale, _rolledBack) = (scale, times);
                Warn($"The {what} in step {at}; back to step {Step} with {scale:0.####} of the learning rate ({times} of at most {Plan.DivergenceLimit} times).");
                return new StepReport(Step, loss, rate, norm, _items);
            }
        }

        throw Fatal(what);
    }

    private DivergedException Fatal(string what)
    {
        var kept = _checkpoints.LatestDirectory() is { } latest ? $"The latest checkpoint is {latest}. " : "";
        if (Ranks.IsFirst && _good.Step is { } good)
        {
            using var scope = torch.NewDisposeScope();
            _good.Restore();
            var (model, adapters) = SaveResults(Path.Join(_directory, "last-good"));
            kept = $"The weights of step {good}, which still gave a finite loss, are in {adapters.FirstOrDefault() ?? model}. " + kept;
        }

        var tried = Plan.OnDivergence switch
        {
            DivergencePolicy.Skip => $" after {_skipped} steps in a row were left out",
            DivergencePolicy.RollBack => $" after {_rolledBack} roll-backs",
            _ => "",
        };
        return new DivergedException(Step + 1, $"The {what} in step {Step + 1} of the stage \"{Name}\"{tried}; the update was not applied. {kept}"
            + "A lower learning rate, .Clip(1.0) or a longer warm-up usually helps.");
    }

    private void Warn(string sentence) => _record.Publish(new Warned(sentence));

    /// <summary>The stage's model and adapters in the ecosystem's layouts; a base from files that no stage has changed stays where it is.</summary>
    private (string Model, List<string> Adapters) SaveResults(string directory)
    {
        var frozenBase = _parts.Model.Adapters.Any(adapter => adapter.Traits.HasFlag(AdapterTraits.FreezesBase)) || Plan.Mode == StageMode.Evaluate;
        var model = Path.Join(directory, "model");
        if (frozenBase && Plan.ModelPath is not null) model = Path.GetFullPath(Plan.ModelPath);
        else if (Ranks.IsFirst) ModelFiles.Save(_parts.Model, _parts.Tokenizer, model);

        var adapters = new List<string>();
        foreach (var adapter in _parts.Model.Adapters)
        {
            var folder = Path.Join(directory, "adapters", adapter.Name);
            if (Ranks.IsFirst) AdapterFiles.Save(_parts.Model, adapter, model, folder);
            adapters.Add(folder);
        }

        return (model, adapters);
    }

    /// <summary>Uses the cores as the checkpoint says, since sums in another order round differently, or else as is quickest.</summary>
    private void Parallelize(ThreadChoice threads)
    {
        using var scope = torch.NewDisposeScope();
        _parallelism ??= Ranks.IsAlone ? Choose(threads) : threads.Choose(Ranks, AgreeWithReplicas);
        if (Ranks.IsAlone) ThreadChoice.Apply(_parallelism);
        else ThreadChoice.ApplyBesideOthers(_parallelism);
        _step.Replicate(_parallelism.Replicas);
        _step.Trim();
    }

    private Parallelism Choose(ThreadChoice threads)
    {
        var batch = new Lazy<Batch>(() => _parts.Train.Shuffled(0, Plan.Batch, _parts.Device), LazyThreadSafetyMode.None);
        return Untouched(() => threads.Choose(Plan, _parts, count => _step.ReplicasAgree(batch.Value, count), tried =>
        {
            var rows = batch.Value;
            using var inner = torch.NewDisposeScope();
            _step.Replicate(tried.Replicas);
            _step.Probe(rows);
        }));
    }

    private bool AgreeWithReplicas(int count) => Untouched(() => _step.ReplicasAgree(_parts.Train.Shuffled(0, Plan.Batch, _parts.Device), count));

    // Trying things out draws random numbers and moves batch statistics. A choice that is known tries nothing, and makes no batch.
    private T Untouched<T>(Func<T> choose)
    {
        var generator = torch.get_rng_state();
        var buffers = Buffers().Select(buffer => (buffer, buffer.clone())).ToList();
        var choice = choose();
        using (torch.no_grad())
            foreach (var (buffer, before) in buffers) buffer.copy_(before);
        torch.set_rng_state(generator);
        return choice;
    }

    private IEnumerable<torch.Tensor> Buffers() => _parts.Model.buffers().Concat(_parts.Objective.buffers());

    private IEnumerable<torch.Tensor> Tensors() =>
        _parts.Model.parameters().Concat(_parts.Objective.parameters()).Cast<torch.Tensor>().Concat(Buffers()).Distinct(ReferenceEqualityComparer.Instance).Cast<torch.Tensor>();

    /// <summary>Batch statistics are of each rank's own rows; where they are used, all use those of rank 0, as PyTorch's DDP does.</summary>
    private void SyncBuffers() => Ranks.Broadcast(Buffers(), from: 0);

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

    private static long Total(StageParts parts)
    {
        if (parts.Plan.Mode == StageMode.Evaluate) return 0;
        if (parts.Plan.Steps is { } steps) return steps;
        var rows = (double)parts.Plan.Batch * parts.Plan.Accumulate;
        return Math.Max(1, (long)Math.Ceiling(parts.Plan.Epochs!.Value * parts.Train.Count / rows));
    }
}
