// The first step after a reload: it can still be made by the old build.
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// A reload is on trial until its first step has a gradient: a new build that throws there is taken out again, and the step is made by the old
/// one as if nothing had been, with the same random numbers, running statistics and component state.
/// </summary>
internal sealed class ReloadTrial : IDisposable
{
    private readonly PartsExchange _exchange;
    private readonly IStagedPlugin _staged;
    private readonly KeptGenerators _generators;
    private readonly List<(torch.Tensor Buffer, torch.Tensor Copy)> _buffers;
    private readonly List<(IStateful Part, StateWriter State)> _states;
    private readonly TaskCompletionSource<bool> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="parts">The stage, with the new parts.</param>
    /// <param name="step">Its steps.</param>
    /// <param name="exchange">The exchange that was made.</param>
    /// <param name="staged">The plugin.</param>
    public ReloadTrial(StageParts parts, TrainingStep step, PartsExchange exchange, IStagedPlugin staged)
    {
        using var frozen = torch.no_grad();
        (_exchange, _staged, _generators) = (exchange, staged, new KeptGenerators(parts.Device));
        // New and old buffers share their memory.
        _buffers = [.. parts.Buffers.Select(buffer => (buffer, buffer.clone().DetachFromDisposeScope()))];
        _states = [.. parts.Components.Concat(step.Replicas.SelectMany(replica => replica.Trainee.Components)).Select(part => part.Component).OfType<IStateful>()
            .Where(exchange.Keeps).Select(part => (part, Kept(part)))];
    }

    /// <summary>The plugin.</summary>
    public string Plugin => _staged.Plugin;

    /// <summary>Whether a batch that was made since is of the new build too.</summary>
    public bool ChangedData => _exchange.ChangesData;

    /// <summary>Ends with the trial, and says whether the new build stayed.</summary>
    public Task<bool> Settled => _settled.Task;

    /// <summary>The new build stays; what it replaced is let go of.</summary>
    public void Keep()
    {
        _exchange.Keep();
        Dispose();
        _settled.TrySetResult(true);
    }

    /// <summary>The new build failed: everything is as it was before the reload.</summary>
    public void Undo()
    {
        using (torch.no_grad())
            foreach (var (buffer, copy) in _buffers) buffer.copy_(copy);
        foreach (var (part, state) in _states) part.Load(new StateReader(state.Tensors, state.Values));
        _exchange.Undo();
        _staged.Undo();
        _generators.Restore();
        Dispose();
        _settled.TrySetResult(false);
    }

    public void Dispose()
    {
        _generators.Dispose();
        foreach (var (_, copy) in _buffers) copy.Dispose();
        foreach (var tensor in _states.SelectMany(pair => pair.State.Tensors.Values)) tensor.Dispose();
        _buffers.Clear();
        _states.Clear();
    }

    private static StateWriter Kept(IStateful part)
    {
        var (shared, own) = (new StateWriter(), new StateWriter());
        part.Save(shared);
        foreach (var (name, tensor) in shared.Tensors) own.Write(name, tensor.clone().DetachFromDisposeScope());
        foreach (var (name, value) in WeightTransfer.AsRead(shared.Values)) own.Write(name, value?.DeepClone());
        return own;
    }
}
