// A stage's state in memory, to go back to.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>A copy of a stage's state in memory: what a checkpoint would hold. The stage can be put back to it as long as it has the same parts.</summary>
internal sealed class StageSnapshot : IDisposable
{
    private readonly StageParts _parts;
    private readonly IReadOnlyList<(string Name, IStateful Part)> _more;
    private readonly Dictionary<string, torch.Tensor> _tensors;
    private readonly JsonObject _values;

    /// <summary>Copies the state as it is now.</summary>
    /// <param name="parts">The stage.</param>
    /// <param name="more">What has state besides the stage's components.</param>
    /// <param name="step">Its steps done.</param>
    public StageSnapshot(StageParts parts, IReadOnlyList<(string Name, IStateful Part)> more, long step)
    {
        (_parts, _more) = (parts, more);
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        var state = StageState.Gather(parts, more);
        state.Write("step", step);
        _tensors = state.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.clone().DetachFromDisposeScope(), StringComparer.Ordinal);
        _values = state.Values.DeepClone().AsObject();
    }

    /// <summary>Puts the stage back.</summary>
    public void PutBack()
    {
        using var scope = torch.NewDisposeScope();
        StageState.Restore(_parts, _more, _tensors, _values);
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values) tensor.Dispose();
    }
}
