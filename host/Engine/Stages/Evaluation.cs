// Evaluates a model on the validation split.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>Evaluates a stage's model: the loss, every metric, every evaluator. Several ranks share the batches, and each has the same figures.</summary>
/// <param name="parts">The stage.</param>
/// <param name="autocast">Begins what the forward pass runs under.</param>
internal sealed class Evaluation(StageParts parts, Func<IDisposable?> autocast)
{
    /// <summary>Evaluates.</summary>
    /// <param name="progress">Told batches done and batches in all.</param>
    public IReadOnlyDictionary<string, double> Run(Action<long, long> progress)
    {
        if (parts.Validation is not { } source) return new Dictionary<string, double>();
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        var wasTraining = parts.Model.training;
        parts.Model.eval();
        parts.Objective.eval();
        try
        {
            using var frozen = torch.no_grad();
            Batches(source, figures, progress);
            foreach (var evaluator in parts.Evaluators)
                foreach (var (name, value) in Evaluate(evaluator)) Add(figures, name, value);
        }
        finally
        {
            parts.Model.train(wasTraining);
            parts.Objective.train(wasTraining);
        }

        return figures;
    }

    // An evaluator is given the whole split and returns figures that cannot be added up: rank 0 evaluates, and the others take its figures.
    private Dictionary<string, double> Evaluate(Evaluator evaluator)
    {
        using var scope = torch.NewDisposeScope();
        if (parts.Ranks.IsAlone) return new Dictionary<string, double>(evaluator.Evaluate(parts.ValidationData!), StringComparer.Ordinal);
        var found = parts.Ranks.IsFirst ? evaluator.Evaluate(parts.ValidationData!) : new Dictionary<string, double>();
        var text = string.Join('\n', found.Select(pair => $"{pair.Key}\t{BitConverter.DoubleToInt64Bits(pair.Value)}"));
        return parts.Ranks.Gather(text)[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
            .ToDictionary(pair => pair[0], pair => BitConverter.Int64BitsToDouble(long.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture)), StringComparer.Ordinal);
    }

    private void Batches(BatchSource source, Dictionary<string, double> figures, Action<long, long> progress)
    {
        foreach (var metric in parts.Metrics) metric.Reset();
        var size = parts.Plan.Batch;
        var batches = (source.Count + size - 1) / size;
        Permutation? sample = null;
        if (parts.Plan.EvaluateBatches is { } limit && limit < batches)
        {
            // A part of the split has to be a fair one, and the same at each evaluation.
            batches = limit;
            sample = new Permutation(source.Count, parts.Plan.Seed);
        }

        double lossSum = 0, weightSum = 0;
        // Whole batches are shared out, so that each is computed as one process computes it.
        for (long i = parts.Ranks.Rank; i < batches; i += parts.Ranks.Size)
        {
            using var scope = torch.NewDisposeScope();
            var rows = (int)Math.Min(size, source.Count - i * size);
            var indices = new long[rows];
            for (var r = 0; r < rows; r++) indices[r] = sample is null ? i * size + r : sample[i * size + r];
            var batch = source.InOrder(indices, parts.Device);
            ObjectiveResult result;
            using (autocast()) result = parts.Objective.forward(batch);
            var weight = result.Weight?.ToDouble() ?? rows;
            lossSum += result.Loss.ToDouble() * weight;
            weightSum += weight;
            var values = Values(batch, result);
            foreach (var metric in parts.Metrics) metric.Update(values);
            parts.Mark.Advance();
            progress(i + 1, batches);
        }

        var sums = parts.Ranks.Gather(lossSum, weightSum);
        figures["loss"] = sums.Sum(one => one[0]) / sums.Sum(one => one[1]);
        foreach (var metric in parts.Metrics) MetricSums.Add(parts.Ranks, metric);
        foreach (var metric in parts.Metrics)
            foreach (var (name, value) in metric.Compute())
                Add(figures, name, value);
    }

    /// <summary>What metrics read: the batch, what the objective gave, the loss and its weight.</summary>
    private static TensorMap Values(Batch batch, ObjectiveResult result)
    {
        var values = new TensorMap(batch);
        foreach (var (name, tensor) in result.Values) values[name] = tensor;
        values[Fields.Loss] = result.Loss;
        if (result.Weight is not null) values[Fields.LossWeight] = result.Weight;
        return values;
    }

    private static void Add(Dictionary<string, double> figures, string name, double value)
    {
        if (!figures.TryAdd(name, value))
            throw new PluginException($"Two metrics of this stage give a figure called \"{name}\"; leave one of them out.");
    }
}
