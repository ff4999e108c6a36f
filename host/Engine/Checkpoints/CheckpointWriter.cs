// Writes checkpoints beside the training, which pauses only for the copy.
using System.Collections.Concurrent;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// Copies a state on the run's thread and writes the copy on a thread of its own. One is written at a time: a save that comes while another
/// is under way waits for it, so that memory holds one copy and no save is left out. The copy's memory is used again by the next.
/// What became of each save is told on the run's thread, through <see cref="Finished"/>.
/// </summary>
/// <param name="store">Where they go.</param>
internal sealed class CheckpointWriter(CheckpointStore store) : IDisposable
{
    /// <summary>What became of a save.</summary>
    /// <param name="Step">Its step.</param>
    /// <param name="Directory">Its folder; null where it failed.</param>
    /// <param name="Fault">Why it failed; null where it did not.</param>
    internal sealed record Outcome(long Step, string? Directory, Exception? Fault);

    private readonly ConcurrentQueue<Outcome> _outcomes = new();
    private Dictionary<string, torch.Tensor> _copies = new(StringComparer.Ordinal);
    private Task _writing = Task.CompletedTask;

    /// <summary>Copies the state and begins to write it.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="state">The state; it may change as soon as this returns.</param>
    /// <param name="metrics">What the last evaluation gave.</param>
    public void Begin(long step, StateWriter state, IReadOnlyDictionary<string, double> metrics)
    {
        Wait();
        using var values = new MemoryStream();
        JsonFiles.Write(values, state.Values);
        var content = new CheckpointContent(step, Copy(state.Tensors), values.ToArray(), metrics);
        _writing = Task.Factory.StartNew(() => Write(content), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Waits for what is being written.</summary>
    public void Wait() => _writing.GetAwaiter().GetResult();

    /// <summary>What became of saves since the last call.</summary>
    public IEnumerable<Outcome> Finished()
    {
        while (_outcomes.TryDequeue(out var outcome)) yield return outcome;
    }

    public void Dispose()
    {
        Wait();
        foreach (var copy in _copies.Values) copy.Dispose();
        _copies.Clear();
    }

    private void Write(CheckpointContent content)
    {
        try
        {
            _outcomes.Enqueue(new Outcome(content.Step, store.Save(content), null));
        }
        catch (Exception fault)
        {
            // Told on the run's thread: training goes on, and the checkpoint before stays the latest.
            _outcomes.Enqueue(new Outcome(content.Step, null, fault));
        }
    }

    private List<(string, torch.Tensor)> Copy(Dictionary<string, torch.Tensor> tensors)
    {
        using var frozen = torch.no_grad();
        var copies = new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
        {
            if (_copies.Remove(name, out var copy) && copy.dtype == tensor.dtype && copy.shape.AsSpan().SequenceEqual(tensor.shape))
            {
                copy.copy_(tensor);
            }
            else
            {
                copy?.Dispose();
                copy = torch.empty(tensor.shape, dtype: tensor.dtype).copy_(tensor).DetachFromDisposeScope();
            }

            copies[name] = copy;
        }

        foreach (var left in _copies.Values) left.Dispose();
        _copies = copies;
        return [.. copies.Select(pair => (pair.Key, pair.Value))];
    }
}
