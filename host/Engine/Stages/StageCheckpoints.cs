// A stage's checkpoints, as the stage deals with them: save beside the training, tell what became of it, go back to the latest.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// Saves and restores a stage. Saving copies and returns; what became of a save is told at the next step boundary, on the run's thread. A
/// save that fails is told too, and training goes on: the checkpoint before stays the latest.
/// </summary>
/// <param name="number">The stage's number.</param>
/// <param name="directory">The stage's folder.</param>
/// <param name="parts">The stage.</param>
/// <param name="record">Where saves are told.</param>
/// <param name="more">What has state besides the stage's components.</param>
internal sealed class StageCheckpoints(int number, string directory, StageParts parts, RunRecord record, IReadOnlyList<(string Name, IStateful Part)> more) : IDisposable
{
    private readonly CheckpointStore _store = new(directory, RetentionOf(parts.Plan), sentence => record.Publish(new Warned(sentence)));
    private CheckpointWriter? _writer;

    /// <summary>The step of the last save that was begun; -1 before the first.</summary>
    public long SavedAt { get; private set; } = -1;

    /// <summary>Begins to save.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="position">Writes where the stage stands.</param>
    /// <param name="metrics">What the last evaluation gave.</param>
    public void Begin(long step, Action<StateWriter> position, IReadOnlyDictionary<string, double> metrics)
    {
        using var scope = torch.NewDisposeScope();
        // All ranks take part in gathering, and rank 0 writes.
        var state = StageState.Gather(parts, more);
        SavedAt = step;
        if (!parts.Ranks.IsFirst) return;
        state.Write("step", step);
        state.Write("data", parts.DataFingerprint);
        state.Write("surroundings", Surroundings.Now());
        position(state);
        _writer ??= new CheckpointWriter(_store);
        _writer.Begin(step, state, metrics);
        Tell();
    }

    /// <summary>Tells what became of saves since the last call; costs nothing when there is nothing to tell.</summary>
    /// <returns>The last fault among them, or null.</returns>
    public Exception? Tell()
    {
        Exception? fault = null;
        if (_writer is null) return null;
        foreach (var outcome in _writer.Finished())
        {
            if (outcome.Directory is { } saved)
            {
                record.Publish(new CheckpointSaved(number, outcome.Step, saved));
                continue;
            }

            fault = outcome.Fault;
            SavedAt = -1;
            var before = _store.LatestDirectory() is { } latest ? $"{latest} stays the latest" : "there is none before it";
            record.Publish(new Warned($"The checkpoint of step {outcome.Step} could not be written ({outcome.Fault!.Message.TrimEnd('.')}); {before}, and training goes on."));
        }

        return fault;
    }

    /// <summary>Waits until everything that was begun is on the disk, and tells it.</summary>
    /// <returns>Why it is not; null where it is.</returns>
    public Exception? Flush()
    {
        _writer?.Wait();
        return Tell();
    }

    /// <summary>The newest checkpoint that is whole, or null.</summary>
    public string? LatestDirectory()
    {
        _writer?.Wait();
        return _store.LatestDirectory();
    }

    /// <summary>Goes back to the newest checkpoint that is whole.</summary>
    /// <returns>Its plain values; null where there is none.</returns>
    /// <exception cref="RecipeException">It does not fit the recipe.</exception>
    public JsonObject? Restore()
    {
        Flush();
        using var scope = torch.NewDisposeScope();
        if (_store.Latest() is not { } saved) return null;
        if (saved.Values["data"]?.GetValue<string>() is { } data && data != parts.DataFingerprint)
            record.Publish(new Warned($"The stage \"{parts.Plan.Name}\" was trained on other data ({data[..Math.Min(12, data.Length)]}…, now {parts.DataFingerprint[..Math.Min(12, parts.DataFingerprint.Length)]}…): "
                + "it goes on at the same position in the new data."));
        if (saved.Values["surroundings"] is JsonObject before && Surroundings.Difference(before) is { } difference)
            record.Publish(new Warned($"Results agree to rounding with those of an uninterrupted run, not to the last bit: {difference}."));
        StageState.Restore(parts, more, saved.Tensors, saved.Values);
        SavedAt = saved.Values["step"]!.GetValue<long>();
        return saved.Values;
    }

    /// <summary>Copies the state in memory, to go back to.</summary>
    public StageSnapshot Keep(long step) => new(parts, more, step);

    /// <summary>Waits for what is being written and tells it: a stage that ends by an exception has saved what it began to save.</summary>
    public void Dispose()
    {
        Flush();
        _writer?.Dispose();
    }

    private static Retention RetentionOf(StagePlan plan)
    {
        var less = plan.KeepBest is { } name && (name.Contains("loss", StringComparison.OrdinalIgnoreCase) || name.Contains("perplexity", StringComparison.OrdinalIgnoreCase));
        return new Retention(plan.KeepLast, plan.KeepEvery, plan.KeepBest, plan.KeepBestHigher ?? !less);
    }
}
