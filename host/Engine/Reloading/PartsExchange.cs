// Builds what a reloaded plugin takes part in beside the parts in use, and exchanges the two, forth and if need be back.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// The exchange of a stage's parts: what comes from the plugin, and what has to be built anew because of it. Until <see cref="Apply"/> nothing of
/// the stage has changed; after it, one of <see cref="Undo"/> and <see cref="Keep"/> ends the exchange.
/// </summary>
internal sealed class PartsExchange
{
    private readonly StageParts _parts, _before, _after;
    private readonly TrainingStep _step;
    private readonly GoodWeights _good;
    private readonly bool _whole;
    private readonly List<(MarkedLoss Cell, Loss Other)> _losses = [];
    private readonly List<Replica> _replicas = [];
    private List<Replica> _left = [];

    private PartsExchange(StageParts parts, TrainingStep step, GoodWeights good, bool whole) =>
        (_parts, _before, _after, _step, _good, _whole) = (parts, parts.Copy(), parts.Copy(), step, good, whole);

    /// <summary>The names of the components that are exchanged.</summary>
    public IReadOnlyList<string> Exchanged { get; private set; } = [];

    /// <summary>Whether the way of the data into a batch is exchanged.</summary>
    public bool ChangesData => !ReferenceEquals(_before.Data, _after.Data);

    /// <summary>The callbacks that are new.</summary>
    public IEnumerable<Callback> NewCallbacks => _after.Callbacks.Except(_before.Callbacks);

    /// <summary>Whether a component is the stage's before and after.</summary>
    public bool Keeps(object component) =>
        _before.Components.Concat(_whole ? [] : _step.Replicas.SelectMany(replica => replica.Trainee.Components)).Any(part => ReferenceEquals(part.Component, component))
        && !_losses.Exists(pair => ReferenceEquals(pair.Cell.Marked, component));

    /// <summary>Builds the new parts and hands the state over to them. Random numbers and the parts in use stay as they are, whatever happens.</summary>
    public static PartsExchange Build(string plugin, StageParts parts, TrainingStep step, GoodWeights good, PluginShare share, StageAssembly assembly)
    {
        using var scope = torch.NewDisposeScope();
        using var generators = new KeptGenerators(parts.Device);
        var exchange = new PartsExchange(parts, step, good, share.Trainee);
        try
        {
            exchange.Build(plugin, share, assembly);
            return exchange;
        }
        catch
        {
            exchange.DisposeOf(exchange._after, exchange._before, exchange._replicas);
            throw;
        }
        finally
        {
            generators.Restore();
        }
    }

    /// <summary>Puts the new parts in the place of the old ones.</summary>
    public void Apply()
    {
        _parts.Become(_after);
        ExchangeLosses();
        if (_whole) _left = _step.Follow(_replicas);
        _good.Follow();
    }

    /// <summary>Puts the old parts back and lets go of the new ones.</summary>
    public void Undo()
    {
        _parts.Become(_before);
        ExchangeLosses();
        if (_whole) _step.Follow(_left);
        _good.Follow();
        DisposeOf(_after, _before, _replicas);
    }

    /// <summary>Lets go of the old parts.</summary>
    public void Keep() => DisposeOf(_before, _after, _left);

    private void Build(string plugin, PluginShare share, StageAssembly assembly)
    {
        var plan = _parts.Plan;
        if (share.Tokenizer) _after.Tokenizer = assembly.Tokenizer(plan);
        if (share.Dataset || share.AnyTransform)
            _after.Data = assembly.Data(plan, _after.Tokenizer, share.Dataset ? assembly.Splits(plan, _after.Tokenizer) : _before.Data.Splits,
                [.. _before.Data.Transforms.Select((transform, index) => share.Transform(index) ? assembly.Transform(plan, _after.Tokenizer, index) : transform)]);
        if (share.Trainee) Train(plugin, plan, assembly);
        else if (share.Loss)
            foreach (var cell in _step.Replicas.Select(replica => replica.Trainee).Prepend(_before.Trainee).Select(trainee => trainee.Loss!))
                _losses.Add((cell, assembly.Loss(plan)));
        Optimize(plan, share, assembly);
        _after.Metrics = [.. _before.Metrics.Select((metric, i) => share.Has(plan.Metrics[i]) ? assembly.Metric(plan, plan.Metrics[i]) : metric)];
        _after.Evaluators = [.. _before.Evaluators.Select((evaluator, i) =>
            share.Trainee || share.Has(plan.Evaluators[i]) ? assembly.Evaluator(plan.Evaluators[i], _after.Trainee.Context) : evaluator)];
        _after.Callbacks = [.. _before.Callbacks.Select((callback, i) => share.Has(plan.Callbacks[i]) ? assembly.Callback(plan, plan.Callbacks[i]) : callback)];
        if (_whole) _replicas.AddRange(_step.Replicas.Select(_ => new Replica(_after)));
        CarryStates();
        Exchanged = [.. Changed(_before.Components, _after.Components).Where(name => name is not ("learning-rate" or "validation")), .. _losses.Count > 0 ? ["loss"] : Array.Empty<string>()];
    }

    private void Train(string plugin, StagePlan plan, StageAssembly assembly)
    {
        // Weights of files are wanted only where an adapter may look at them when it is attached: all others are shared below.
        var trainee = assembly.Trainee(plan, _after.Tokenizer, weights: plan.Adapters.Count > 0);
        (_after.Trainee, _after.Twin) = (trainee, assembly.Twin(plan, _after.Tokenizer, _parts.Device));
        WeightTransfer.Check(plugin, _before.Trainee, trainee);
        WeightTransfer.Share(_before.Trainee, trainee);
        trainee.Model.to(_parts.Device);
        trainee.Objective.to(_parts.Device);
        trainee.Train();
        _after.Trained = StageAssembly.Trained(trainee);
        if (plan.Mode != StageMode.Evaluate && _after.Trained.Count == 0) throw new PluginException($"The new build of the plugin \"{plugin}\" freezes every parameter, so that there is nothing to train.");
        if (_before.Trainee.ReferenceCopy is not { } reference) return;
        // What the model was when the stage began does not change with the plugin.
        trainee.Context.Reference();
        if (trainee.ReferenceCopy is { } copy) WeightTransfer.Share(reference, copy);
    }

    private void Optimize(StagePlan plan, PluginShare share, StageAssembly assembly)
    {
        if (_before.Optimization is not { } old) return;
        if (!share.Trainee && !share.Optimizer)
        {
            if (share.Schedule) _after.Optimization = old.With(assembly.Schedule(plan));
            return;
        }

        var fresh = assembly.Optimization(plan, _after.Model, _after.Trained, shard: null);
        fresh.Follow(old, sameRule: !share.Optimizer);
        _after.Optimization = share.Schedule ? fresh : fresh.With(old.Schedule);
        WeightTransfer.Copy(_before, _after);
    }

    private void CarryStates()
    {
        Carry(_before.Components, _after.Components);
        foreach (var (old, fresh) in _step.Replicas.Zip(_replicas)) Carry(old.Trainee.Components, fresh.Trainee.Components);
        foreach (var (cell, fresh) in _losses) WeightTransfer.Carry("loss", cell.Marked, fresh);
    }

    private static void Carry(IEnumerable<(string Name, object? Component)> before, IEnumerable<(string Name, object? Component)> after)
    {
        var old = before.ToDictionary(part => part.Name, part => part.Component, StringComparer.Ordinal);
        foreach (var (name, component) in after) WeightTransfer.Carry(name, old.GetValueOrDefault(name), component);
    }

    private static IEnumerable<string> Changed(IEnumerable<(string Name, object? Component)> before, IEnumerable<(string Name, object? Component)> after)
    {
        var old = before.ToDictionary(part => part.Name, part => part.Component, StringComparer.Ordinal);
        return after.Where(part => part.Component is not null && !ReferenceEquals(part.Component, old.GetValueOrDefault(part.Name))).Select(part => part.Name);
    }

    private void ExchangeLosses()
    {
        for (var i = 0; i < _losses.Count; i++)
        {
            var (cell, other) = _losses[i];
            _losses[i] = (cell, cell.Marked);
            cell.Marked = other;
        }
    }

    // Replicas go first: their threads may not meet tensors that are gone.
    private void DisposeOf(StageParts parts, StageParts kept, List<Replica> replicas)
    {
        if (_whole)
            foreach (var replica in replicas) replica.Dispose();
        var stay = kept.Components.Select(part => part.Component).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var (name, component) in parts.Components)
        {
            if (component is not IDisposable disposable || stay.Contains(component)) continue;
            // Transforms wrap a split, which the other way of the data may still read.
            if (name is not ("dataset" or "validation") || !ReferenceEquals(parts.Data.Splits, kept.Data.Splits)) disposable.Dispose();
        }

        foreach (var (_, other) in _losses) (other as IDisposable)?.Dispose();
        if (!ReferenceEquals(parts.Trainee, kept.Trainee)) parts.Trainee.Dispose();
    }
}
