// State by name, as StateWriter took it.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost;

/// <summary>Gives back what a <see cref="StateWriter"/> took.</summary>
/// <param name="tensors">Tensors by name.</param>
/// <param name="values">Plain values by name.</param>
public sealed class StateReader(IReadOnlyDictionary<string, torch.Tensor> tensors, JsonObject values)
{
    /// <summary>The tensor of a name.</summary>
    /// <exception cref="PluginHostException">The state has none of that name.</exception>
    public torch.Tensor Tensor(string name) => tensors.TryGetValue(name, out var tensor) ? tensor : throw Missing("tensor", name, tensors.Keys);

    /// <summary>The plain value of a name.</summary>
    /// <exception cref="PluginHostException">The state has none of that name.</exception>
    public JsonNode? Value(string name) => values.TryGetPropertyValue(name, out var value) ? value : throw Missing("value", name, values.Select(pair => pair.Key));

    /// <summary>The names of the plain values.</summary>
    public IEnumerable<string> Names => values.Select(pair => pair.Key);

    /// <summary>Whether there is a tensor or a value of this name.</summary>
    public bool Has(string name) => tensors.ContainsKey(name) || values.ContainsKey(name);

    private static PluginHostException Missing(string what, string name, IEnumerable<string> there) =>
        new($"The saved state has no {what} \"{name}\"; it has: {string.Join(", ", there)}. It was probably written by another version of the plugin.");
}
