// Named tensors: what batches, outputs and losses pass to each other, so that a new objective needs no new type.
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp;

namespace PluginHost;

/// <summary>
/// Tensors by name. Names are those of Hugging Face's forward arguments and output fields (<see cref="Fields"/>). A map never owns
/// its tensors: the dispose scope that they were made in does.
/// </summary>
public class TensorMap : IEnumerable<KeyValuePair<string, torch.Tensor>>
{
    private readonly Dictionary<string, torch.Tensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>An empty map.</summary>
    public TensorMap()
    {
    }

    /// <summary>A map with the same tensors as another.</summary>
    /// <param name="other">Whose tensors are shared, not copied.</param>
    public TensorMap(TensorMap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _tensors = new Dictionary<string, torch.Tensor>(other._tensors, StringComparer.Ordinal);
    }

    /// <summary>The names, in the order in which they were set.</summary>
    public IReadOnlyCollection<string> Names => _tensors.Keys;

    /// <summary>The tensor of a name; setting replaces.</summary>
    /// <exception cref="PluginHostException">There is none of that name; the message lists what there is.</exception>
    public torch.Tensor this[string name]
    {
        get => _tensors.TryGetValue(name, out var tensor)
            ? tensor
            : throw new PluginHostException($"There is no tensor \"{name}\" here; there are: {Listing()}.");
        set => _tensors[name] = value;
    }

    /// <summary>The tensor of a name, or null.</summary>
    public torch.Tensor? Find(string name) => _tensors.GetValueOrDefault(name);

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>The tensor of a name, if there is one.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out torch.Tensor? tensor) => _tensors.TryGetValue(name, out tensor);

    /// <summary>Adds a tensor; what a collection initializer calls.</summary>
    public void Add(string name, torch.Tensor tensor) => _tensors.Add(name, tensor);

    /// <summary>Removes a name; the tensor itself is left alone.</summary>
    public void Remove(string name) => _tensors.Remove(name);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, torch.Tensor>> GetEnumerator() => _tensors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private string Listing() => _tensors.Count == 0
        ? "none"
        : string.Join(", ", _tensors.Select(pair => $"{pair.Key} [{string.Join(", ", pair.Value.shape)}]"));
}
