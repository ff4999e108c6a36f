// One optimizer step: rate, forward, loss, backward, clip, update.
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.Engine;

/// <summary>
/// One optimizer step in two halves, so that a loss or a gradient that is not finite is seen before the update is applied:
/// <see cref="Take"/> computes gradients, <see cref="Update"/> applies them.
/// </summary>
/// <param name="parts">The stage.</param>
/// <param name="precision">What the forward pass runs under.</param>
internal sealed class TrainingStep(StageParts parts, Precision precision) : IDisposable
{
    private Parameter[] _parameters = [.. parts.Trained.Select(pair => pair.Value)];
    private List<Replica> _made = [], _replicas = [];
    private GradientExchange? _exchange;

    /// <summary>Times the step's phases; null for none.</summary>
    public StepProfile? Profile { get; set; }

    private IReadOnlyDictionary<string, Func<double>> _figures = new Dictionary<string, Func<double>>();

    /// <summary>Computes the gradients of a batch and clips them.</summary>
    /// <param name="batch">All rows of the step; of several ranks, this one's.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="totalSteps">How many there are.</param>
    /// <returns>The loss, the learning rate, the gradient's norm before it was clipped, and how many items the step counts, over all ranks.</returns>
    public (double Loss, double Rate, double? Norm, long Items) Take(Batch batch, long step, long totalSteps)
    {
        var rate = parts.Optimization!.Apply(step, totalSteps);
        var items = batch.Find(Fields.InputIds)?.numel() ?? batch.Rows;
        double loss;
        if (parts.Ranks.IsAlone) loss = Backward(batch);
        else (loss, items) = BackwardOverRanks(batch, items);
        Profile?.Mark("backward");
        // Taken without a limit as well: a gradient that is not finite has to be seen before the update.
        double? norm = torch.nn.utils.clip_grad_norm_(_parameters, parts.Plan.ClipNorm ?? double.PositiveInfinity);
        Profile?.Mark("clipping");
        return (loss, rate, norm, items);
    }

    /// <summary>Applies the gradients and clears them.</summary>
    public void Update(long step, long totalSteps)
    {
        var optimizer = parts.Optimization!.Optimizer;
        parts.Mark.Enter(Work.Update);
        optimizer.step();
        parts.Shard?.Exchange();
        foreach (var adapter in parts.Model.Adapters) adapter.AfterStep(step + 1, totalSteps);
        ClearGradients();
        Profile?.Mark("update");
    }

    /// <summary>Throws the gradients away.</summary>
    public void Discard() => ClearGradients();

    /// <summary>How many buckets the gradients of several ranks travel in, and how many of the last step's left during its backward pass.</summary>
    public (int All, int Early) Buckets => _exchange?.Buckets ?? default;

    /// <summary>The objective's own figures of the last step.</summary>
    public IEnumerable<(string Name, double Value)> Charts() => _figures.Select(pair => (pair.Key, pair.Value()));

    /// <summary>A forward and a backward pass whose gradients are thrown away.</summary>
    public void Probe(Batch batch)
    {
        Backward(batch);
        ClearGradients();
    }

    /// <summary>The gradients of a batch, one for each trained parameter in their order, as copies; null where the loss does not depend on it. No update is made of them.</summary>
    public torch.Tensor?[] Gradients(Batch batch)
    {
        using var scope = torch.NewDisposeScope();
        Backward(batch);
        var gradients = Array.ConvertAll(_parameters, parameter => parameter.grad?.clone().DetachFromDisposeScope());
        ClearGradients();
        return gradients;
    }

    /// <summary>Shares each batch among the stage's model and replicas of it, which are made where there are too few.</summary>
    /// <param name="count">How many models in all.</param>
    public void Replicate(int count)
    {
        while (_made.Count < count - 1) _made.Add(new Replica(parts));
        _replicas = _made[..(count - 1)];
    }

    /// <summary>The replicas in use.</summary>
    public IReadOnlyList<Replica> Replicas => _replicas;

    /// <summary>What is trained was exchanged: goes on with its parameters, and with replicas of it.</summary>
    /// <returns>The replicas that were in use, which the caller disposes of when it does not come back to them.</returns>
    public List<Replica> Follow(List<Replica> replicas)
    {
        var before = _replicas;
        (_made, _replicas) = (replicas, replicas);
        _parameters = [.. parts.Trained.Select(pair => pair.Value)];
        return before;
    }

    /// <summary>Lets go of replicas that are not in use.</summary>
    public void Trim()
    {
        foreach (var replica in _made.Except(_replicas)) replica.Dispose();
        _made = _replicas;
    }

    /// <summary>
    /// Whether replicas compute what the model alone does: the same loss and the same gradients up to rounding. They do not where rows
    /// see each other (batch statistics, negatives from the batch), and not where the pass draws random numbers, whose order two
    /// threads cannot keep.
    /// </summary>
    public bool ReplicasAgree(Batch batch, int count)
    {
        using var scope = torch.NewDisposeScope();
        Replicate(1);
        var generator = torch.get_rng_state();
        var whole = Backward(batch);
        var gradients = Array.ConvertAll(_parameters, parameter => parameter.grad);
        ClearGradients();
        if (!torch.equal(generator, torch.get_rng_state())) return false;

        Replicate(count);
        var shared = Backward(batch);
        var (difference, size) = (0.0, 0.0);
        for (var i = 0; i < _parameters.Length; i++)
        {
            using var inner = torch.NewDisposeScope();
            var other = _parameters[i].grad;
            if (gradients[i] is null != other is null) return false;
            if (other is null) continue;
            difference += Square(gradients[i]! - other);
            size += Square(gradients[i]!);
        }

        ClearGradients();
        var tolerance = parts.Plan.Precision == "float32" ? 1e-4 : 3e-2;
        return Math.Abs(whole - shared) <= tolerance * (1 + Math.Abs(whole)) && Math.Sqrt(difference) <= tolerance * Math.Sqrt(size) + 1e-12;

        static double Square(torch.Tensor tensor) => tensor.to(torch.ScalarType.Float64).square().sum().ToDouble();
    }

    public void Dispose()
    {
        _replicas = [];
        Trim();
        _exchange?.Dispose();
    }

    // A rank's optimizer may know its share of the parameters only.
    private void ClearGradients()
    {
        if (parts.Shard is null) parts.Optimization!.Optimizer.zero_grad();
        else
            foreach (var parameter in _parameters) parameter.grad = null;
    }

    private double Backward(Batch batch)
    {
        if (parts.Plan.Accumulate > 1 || _replicas.Count > 0) return BackwardInParts(batch);
        var (loss, _, charts) = Backward(parts.Model, parts.Objective, batch, weigh: false);
        // Read when they are asked for: on a GPU each costs a wait.
        _figures = charts.ToDictionary(pair => pair.Key, pair => (Func<double>)(() => pair.Value.ToDouble()));
        return loss;
    }

    private (double Loss, double Weight, IReadOnlyDictionary<string, torch.Tensor> Charts) Backward(Model model, Objective objective, Batch batch, bool weigh)
    {
        ObjectiveResult result;
        parts.Mark.Enter(Work.Forward);
        using (precision.Autocast()) result = objective.forward(batch);
        parts.Mark.Enter(Work.Backward);
        if (ReferenceEquals(model, parts.Model)) Profile?.Mark("forward");
        var loss = result.Loss;
        foreach (var adapter in model.Adapters)
            if (adapter.Penalty() is { } penalty)
                loss = loss + penalty;
        var weight = weigh ? result.Weight?.ToDouble() ?? batch.Rows : 1;
        (weigh ? loss * weight : loss).backward();
        return (loss.ToDouble(), weight, result.Charts);
    }

    /// <summary>
    /// This rank's part of the batch, and the sum over all ranks. Only the last of several micro-batches exchanges, and what it exchanges
    /// leaves while its backward pass still runs.
    /// </summary>
    private (double Loss, long Items) BackwardOverRanks(Batch batch, long items)
    {
        _exchange ??= new GradientExchange(parts.Ranks, _parameters);
        var done = new List<Part>();
        var (rows, micro) = (batch.Rows, Math.Max(1, parts.Ranks.Share(parts.Plan.Batch).Count));
        foreach (var replica in _replicas) replica.Share();
        for (var start = 0L; start < rows; start += micro)
        {
            var count = Math.Min(micro, rows - start);
            if (start + count == rows) _exchange.Begin(overlap: _replicas.Count == 0);
            if (_replicas.Count > 0) done.AddRange(BackwardBeside(batch, start, count));
            else done.Add(ComputeAlone(Rows(batch, start, count)));
        }

        if (_replicas.Count > 0) torch.nn.utils.sum_replica_grads_(_parameters, [.. _replicas.Select(replica => replica.Twins(_parameters))], 1);
        Profile?.Mark("backward");
        var figures = done[0].Figures.Keys.ToDictionary(name => name, name => done.Sum(part => part.Figures[name] * part.Weight), StringComparer.Ordinal);
        var totals = _exchange.End(done.Sum(part => part.Loss * part.Weight), done.Sum(part => part.Weight), items, figures);
        _figures = totals.Figures.ToDictionary(pair => pair.Key, pair => (Func<double>)(() => pair.Value));
        Profile?.Mark("waiting for ranks");
        return (totals.Loss, totals.Items);
    }

    private Part ComputeAlone(Batch rows)
    {
        using var scope = torch.NewDisposeScope();
        return Compute(parts.Model, parts.Objective, rows);
    }

    private Part Compute(Model model, Objective objective, Batch batch)
    {
        var (loss, weight, charts) = Backward(model, objective, batch, weigh: true);
        return new Part(loss, weight, charts.ToDictionary(pair => pair.Key, pair => pair.Value.ToDouble()));
    }

    /// <summary>
    /// Parts of the batch, one after the other and on replicas beside each other, each weighted by the items that its mean was taken
    /// over, so that the gradient is that of the whole batch. Gradients are summed in the order of the replicas, whichever ends first.
    /// </summary>
    private double BackwardInParts(Batch batch)
    {
        var done = new List<Part>();
        foreach (var replica in _replicas) replica.Share();
        var rows = batch.Rows;
        for (var start = 0L; start < rows; start += parts.Plan.Batch)
            done.AddRange(BackwardBeside(batch, start, Math.Min(parts.Plan.Batch, rows - start)));

        Profile?.Mark("backward");
        var weights = done.Sum(part => part.Weight);
        torch.nn.utils.sum_replica_grads_(_parameters, [.. _replicas.Select(replica => replica.Twins(_parameters))], weights);
        Profile?.Mark("sum of gradients");
        _figures = done[0].Figures.Keys.ToDictionary(name => name, Func<double> (name) => () => done.Sum(part => part.Figures[name] * part.Weight) / weights);
        return done.Sum(part => part.Loss * part.Weight) / weights;
    }

    private Part[] BackwardBeside(Batch batch, long start, long count)
    {
        using var scope = torch.NewDisposeScope();
        var shares = Math.Min(_replicas.Count + 1, count);
        var results = new Part[shares];
        long Edge(long share) => start + (count * share / shares);
        for (var share = 1; share < shares; share++)
        {
            var (index, replica, rows) = (share, _replicas[share - 1], Rows(batch, Edge(share), Edge(share + 1) - Edge(share)));
            replica.Begin(() => results[index] = Compute(replica.Model, replica.Objective, rows));
        }

        try
        {
            results[0] = Compute(parts.Model, parts.Objective, Rows(batch, start, Edge(1) - start));
        }
        finally
        {
            Profile?.Mark("backward");
            // Whatever happened here, the others must be done with the batch before it goes.
            for (var share = 1; share < shares; share++) _replicas[share - 1].Wait();
            Profile?.Mark("waiting for replicas");
        }

        for (var share = 1; share < shares; share++) _replicas[share - 1].ThrowFault();
        return results;
    }

    private static Batch Rows(Batch batch, long start, long count)
    {
        var rows = batch.Rows;
        if (start == 0 && count == rows) return batch;
        var part = new Batch(batch);
        foreach (var (name, tensor) in batch)
            if (tensor.dim() > 0 && tensor.shape[0] == rows)
                part[name] = tensor.narrow(0, start, count);
        return part;
    }

    /// <summary>What one part of a batch gave.</summary>
    private readonly record struct Part(double Loss, double Weight, IReadOnlyDictionary<string, double> Figures);
}
