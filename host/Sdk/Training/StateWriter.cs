// State by name: tensors and plain values.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost;

/// <summary>Takes a component's state: tensors by name, and plain values (numbers, strings, arrays and objects of them) by name.</summary>
public sealed class StateWriter
{
    /// <summary>The tensors that were written; shared, not copied.</summary>
    public Dictionary<string, torch.Tensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>The plain values that were written.</summary>
    public JsonObject Values { get; } = [];

    /// <summary>Writes a tensor.</summary>
    public void Write(string name, torch.Tensor tensor) => Tensors.Add(name, tensor);

    /// <summary>Writes a whole number.</summary>
    public void Write(string name, long value) => Values.Add(name, JsonValue.Create(value));

    /// <summary>Writes a plain value.</summary>
    public void Write(string name, JsonNode? value) => Values.Add(name, value);
}
