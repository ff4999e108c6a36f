// Keys and values of earlier positions, by layer.
using TorchSharp;

namespace PluginHost;

/// <summary>
/// Keys and values that attention has computed for earlier positions: of self-attention, where every forward appends, and of
/// cross-attention, where they are computed once. Prefix methods hand a model a cache that is already filled.
/// </summary>
/// <param name="layers">How many attention layers there are.</param>
public sealed class KeyValueCache(int layers)
{
    private readonly (torch.Tensor Keys, torch.Tensor Values)?[] _self = new (torch.Tensor, torch.Tensor)?[layers];
    private readonly (torch.Tensor Keys, torch.Tensor Values)?[] _cross = new (torch.Tensor, torch.Tensor)?[layers];

    /// <summary>How many attention layers there are.</summary>
    public int Layers => _self.Length;

    /// <summary>How many positions the first layer's self-attention holds.</summary>
    public long Length => _self.Length > 0 && _self[0] is { } first ? first.Keys.shape[2] : 0;

    /// <summary>
    /// How many of the positions are virtual: they came from a prefix method and count as positions, but no token stands for them,
    /// so a mask over tokens has to be extended by that many ones in front.
    /// </summary>
    public long VirtualPositions { get; init; }

    /// <summary>Appends new positions to a layer and returns all that it now holds.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="keys">[B, key/value heads, new positions, head dimension].</param>
    /// <param name="values">Shaped as <paramref name="keys"/>.</param>
    public (torch.Tensor Keys, torch.Tensor Values) Append(int layer, torch.Tensor keys, torch.Tensor values)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(values);
        if (_self[layer] is { } held)
        {
            keys = torch.cat([held.Keys, keys], dim: 2);
            values = torch.cat([held.Values, values], dim: 2);
        }

        _self[layer] = (keys, values);
        return (keys, values);
    }

    /// <summary>What a layer's self-attention holds, or null.</summary>
    public (torch.Tensor Keys, torch.Tensor Values)? Self(int layer) => _self[layer];

    /// <summary>What a layer's cross-attention holds, or null before the first forward.</summary>
    public (torch.Tensor Keys, torch.Tensor Values)? Cross(int layer) => _cross[layer];

    /// <summary>Keeps a layer's cross-attention keys and values, which depend on the encoder alone.</summary>
    public void SetCross(int layer, torch.Tensor keys, torch.Tensor values) => _cross[layer] = (keys, values);

    /// <summary>Every tensor that the cache holds.</summary>
    public IEnumerable<torch.Tensor> Tensors() =>
        _self.Concat(_cross).Where(pair => pair is not null).SelectMany(pair => new[] { pair!.Value.Keys, pair.Value.Values });
}
