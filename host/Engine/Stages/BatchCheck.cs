// Whether a batch can be made at all.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>Refuses a batch that there are not enough rows for, or that memory has no room for, before a row of it is made.</summary>
internal static class BatchCheck
{
    // A batch of fewer rows is not worth reading a row for.
    private const int Large = 4096;

    /// <param name="plan">The stage.</param>
    /// <param name="ranks">The processes that share each batch.</param>
    /// <param name="train">Its training split.</param>
    /// <exception cref="RecipeException">The batch is too large; the sentence has both numbers.</exception>
    public static void Check(StagePlan plan, Ranks ranks, BatchSource train)
    {
        var evaluates = plan.Mode == StageMode.Evaluate;
        if (!evaluates && plan.Batch > train.Count)
            throw new RecipeException($"The stage \"{plan.Name}\": Batch is {plan.Batch} rows, and the training split of the dataset \"{plan.Data.Name}\" has {train.Count}. "
                + $"Say .Batch({train.Count}) or less, or give it more data.");
        if (!evaluates && plan.Batch < ranks.Size)
            throw new RecipeException($"The stage \"{plan.Name}\": Batch is {plan.Batch} rows and there are {ranks.Size} ranks, each of which needs a row of every batch. "
                + $"Say .Batch({ranks.Size}) or more, or start fewer processes.");
        var rows = evaluates ? Math.Min(plan.Batch, train.Count) : (double)plan.Batch * plan.Accumulate;
        if (rows < Large) return;
        using var scope = torch.NewDisposeScope();
        var bytes = rows * train.InOrder([0], torch.CPU).Sum(pair => (double)pair.Value.numel() * pair.Value.element_size());
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > memory / 2.0 || rows > int.MaxValue)
            throw new RecipeException($"The stage \"{plan.Name}\": a step of {rows:0} rows ({plan.Batch} in each of {plan.Accumulate} micro-batches) takes {Gibibytes(bytes)} GiB "
                + $"for its inputs alone, and this machine has {Gibibytes(memory)} GiB of memory. Say a smaller .Batch(…).");
    }

    private static string Gibibytes(double bytes) => (bytes / (1L << 30)).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
}
