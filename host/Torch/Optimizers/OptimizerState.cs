// One parameter's state in an optimizer, for comparing, copying and saving.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A view of what an optimizer keeps for one parameter.</summary>
public abstract class OptimizerState
{
    private readonly optim.Optimizer _optimizer;

    private protected OptimizerState(optim.Optimizer optimizer, Parameter parameter)
    {
        _optimizer = optimizer;
        Parameter = parameter;
    }

    internal Parameter Parameter { get; }

    internal IReadOnlyDictionary<string, Tensor> Tensors => _optimizer.State(Parameter);

    private protected Tensor? Find(string name) => Tensors.TryGetValue(name, out var tensor) ? tensor : null;

    private protected double Number(string name) => Find(name)?.ToDouble() ?? 0;

    /// <summary>Copies another parameter's state, of an optimizer of the same kind.</summary>
    public void LoadStateDict(OptimizerState source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!ReferenceEquals(source, this))
            _optimizer.LoadState(Parameter, source.Tensors);
    }

    /// <summary>Writes the state in TorchSharp's binary format.</summary>
    public void SaveStateDict(BinaryWriter writer) => StateLayout.Of(_optimizer).Write(writer, _optimizer, Parameter);

    /// <summary>Reads what <see cref="SaveStateDict"/> wrote.</summary>
    public void LoadStateDict(BinaryReader reader) => StateLayout.Of(_optimizer).Read(reader, _optimizer, Parameter);

    /// <summary>Whether both have the same tensors with nearly the same values.</summary>
    public bool ApproximatelyEquals(OptimizerState? other)
    {
        if (other is null)
            return false;
        var (own, others) = (Tensors, other.Tensors);
        return own.Count == others.Count && own.All(entry => others.TryGetValue(entry.Key, out var tensor)
            && tensor.shape.AsSpan().SequenceEqual(entry.Value.shape) && tensor.to(entry.Value.dtype, entry.Value.device).allclose(entry.Value));
    }

    /// <summary>Moves the state's tensors.</summary>
    public void to(Device device)
    {
        var moved = Tensors.Where(entry => entry.Value.dim() > 0).ToDictionary(entry => entry.Key, entry => entry.Value);
        foreach (var tensor in moved.Values)
            if (tensor.device.ToString() != device?.ToString())
                tensor.TakeOver(tensor.to(device!));
    }
}
