// One optimizer step: rate, forward, loss, backward, clip, update.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// One optimizer step in two halves, so that a loss or a gradient that is not finite is seen before the update is applied:
/// <see cref="Take"/> computes gradients, <see cref="Update"/> applies them.
/// </summary>
/// <param name="parts">The stage.</param>
/// <param name="precision">What the forward pass runs under.</param>
internal sealed class TrainingStep(StageParts parts, Precision precision)
{
    private readonly torch.Tensor[] _parameters = [.. parts.Trained.Select(pair => (torch.Tensor)pair.Value)];
    private IReadOnlyDictionary<string, torch.Tensor>? _charts;

    /// <summary>Computes the gradients of a batch and clips them.</summary>
    /// <param name="batch">All rows of the step.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="totalSteps">How many there are.</param>
    public (double Loss, double Rate, double? Norm) Take(Batch batch, long step, long totalSteps)
    {
        var rate = parts.Optimization!.Apply(step, totalSteps);
        var loss = parts.Plan.Accumulate == 1 ? Backward(batch, weigh: false).Loss : BackwardInParts(batch);
        double? norm = parts.Plan.ClipNorm is { } limit ? torch.nn.utils.clip_grad_norm_(parts.Trained.Select(pair => pair.Value), limit) : null;
        return (loss, rate, norm);
    }

    /// <summary>Applies the gradients and clears them.</summary>
    public void Update(long step, long totalSteps)
    {
        var optimizer = parts.Optimization!.Optimizer;
        optimizer.step();
        foreach (var adapter in parts.Model.Adapters) adapter.AfterStep(step + 1, totalSteps);
        optimizer.zero_grad();
    }

    /// <summary>The objective's own figures of the last step.</summary>
    public IEnumerable<(string Name, double Value)> Charts() => _charts?.Select(pair => (pair.Key, pair.Value.ToDouble())) ?? [];

    /// <summary>A forward and a backward pass whose gradients are thrown away.</summary>
    public void Probe(Batch batch)
    {
        Backward(batch, weigh: false);
        parts.Optimization!.Optimizer.zero_grad();
    }

    private (double Loss, double Weight) Backward(Batch batch, bool weigh)
    {
        ObjectiveResult result;
        using (precision.Autocast()) result = parts.Objective.forward(batch);
        _charts = result.Charts.Count == 0 ? null : result.Charts;
        var loss = result.Loss;
        foreach (var adapter in parts.Model.Adapters)
            if (adapter.Penalty() is { } penalty)
                loss = loss + penalty;
        var weight = weigh ? result.Weight?.ToDouble() ?? batch.Rows : 1;
        (weigh ? loss * weight : loss).backward();
        return (loss.ToDouble(), weight);
    }

    /// <summary>
    /// Micro-batches, each weighted by the items that its mean was taken over, so that the gradient is that of the whole batch.
    /// </summary>
    private double BackwardInParts(Batch batch)
    {
        double lossSum = 0, weightSum = 0;
        var rows = batch.Rows;
        for (var start = 0L; start < rows; start += parts.Plan.Batch)
        {
            using var scope = torch.NewDisposeScope();
            var (loss, weight) = Backward(Rows(batch, start, Math.Min(parts.Plan.Batch, rows - start)), weigh: true);
            lossSum += loss * weight;
            weightSum += weight;
        }

        using (torch.no_grad())
            foreach (var parameter in _parameters)
                parameter.grad?.div_(weightSum);
        return lossSum / weightSum;
    }

    private static Batch Rows(Batch batch, long start, long count)
    {
        var part = new Batch(batch);
        var rows = batch.Rows;
        foreach (var (name, tensor) in batch)
            if (tensor.dim() > 0 && tensor.shape[0] == rows)
                part[name] = tensor.narrow(0, start, count);
        return part;
    }
}
