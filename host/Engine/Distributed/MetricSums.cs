// Adds up what the ranks' metrics gathered.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>
/// Adds up what the ranks' metrics gathered, as <see cref="Metric.Save"/> promises that it can be: tensors element by element in float64, those
/// of one dimension as wide as the widest, and numbers. Each rank's metric then holds the sum, so each computes the same figures.
/// </summary>
internal static class MetricSums
{
    /// <summary>Adds up one metric.</summary>
    public static void Add(Ranks ranks, Metric metric)
    {
        if (ranks.IsAlone) return;
        Load(metric, ranks.Gather(Text(metric)));
    }

    /// <summary>Gives a metric the sum of what several gathered.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="gathered">What each rank's metric gathered, as <see cref="Text(Metric)"/>.</param>
    public static void Load(Metric metric, IEnumerable<string> gathered)
    {
        using var scope = torch.NewDisposeScope();
        var all = gathered.Select(text => JsonNode.Parse(text)!.AsObject()).ToList();
        var tensors = new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
        foreach (var name in Names(all, "tensors", metric)) tensors[name] = Sum([.. all.Select(one => one["tensors"]![name]!.AsObject())], name, metric);
        var values = new JsonObject();
        foreach (var name in Names(all, "values", metric)) values[name] = Value([.. all.Select(one => one["values"]![name])], name, metric);
        metric.Load(new StateReader(tensors, values));
    }

    /// <summary>What a metric gathered, as text that keeps every bit.</summary>
    public static string Text(Metric metric)
    {
        using var scope = torch.NewDisposeScope();
        var own = new StateWriter();
        metric.Save(own);
        return Text(own);
    }

    private static string Text(StateWriter state)
    {
        var tensors = new JsonObject();
        foreach (var (name, tensor) in state.Tensors)
            tensors[name] = new JsonObject
            {
                ["shape"] = new JsonArray([.. tensor.shape.Select(size => (JsonNode)size)]),
                ["type"] = (int)tensor.dtype,
                // As bits: a sum may be infinite, which JSON has no number for.
                ["bits"] = new JsonArray([.. tensor.detach().to(torch.ScalarType.Float64).cpu().contiguous().view(-1).ToArray<double>().Select(value => (JsonNode)BitConverter.DoubleToInt64Bits(value))]),
            };
        return new JsonObject { ["tensors"] = tensors, ["values"] = state.Values.DeepClone() }.ToJsonString();
    }

    private static List<string> Names(List<JsonObject> all, string part, Metric metric)
    {
        var names = all[0][part]!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal).ToList();
        for (var rank = 1; rank < all.Count; rank++)
            if (!all[rank][part]!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal).SequenceEqual(names))
                throw Unlike(metric, $"rank 0 saved {string.Join(", ", names)} and rank {rank} {string.Join(", ", all[rank][part]!.AsObject().Select(pair => pair.Key))}");
        return names;
    }

    private static torch.Tensor Sum(JsonObject[] parts, string name, Metric metric)
    {
        var shapes = parts.Select(part => part["shape"]!.AsArray().Select(size => size!.GetValue<long>()).ToArray()).ToArray();
        var widest = shapes.MaxBy(shape => shape.Aggregate(1L, (product, size) => product * size))!;
        foreach (var shape in shapes)
            if (shape.Length != widest.Length || (shape.Length != 1 && !shape.SequenceEqual(widest)))
                throw Unlike(metric, $"\"{name}\" has the shape [{string.Join(", ", widest)}] on one rank and [{string.Join(", ", shape)}] on another");
        var sum = new double[widest.Aggregate(1L, (product, size) => product * size)];
        foreach (var part in parts)
        {
            var bits = part["bits"]!.AsArray();
            for (var i = 0; i < bits.Count; i++) sum[i] += BitConverter.Int64BitsToDouble(bits[i]!.GetValue<long>());
        }

        return torch.tensor(sum).view(widest).to((torch.ScalarType)parts[0]["type"]!.GetValue<int>());
    }

    private static JsonNode? Value(JsonNode?[] values, string name, Metric metric)
    {
        if (values.All(value => value is JsonValue number && number.TryGetValue<double>(out _)))
            return values.All(value => value!.AsValue().TryGetValue<long>(out _))
                ? JsonValue.Create(values.Sum(value => value!.GetValue<long>()))
                : JsonValue.Create(values.Sum(value => value!.GetValue<double>()));
        if (values.All(value => JsonNode.DeepEquals(value, values[0]))) return values[0]?.DeepClone();
        throw Unlike(metric, $"\"{name}\" is no number and differs between ranks");
    }

    private static PluginException Unlike(Metric metric, string what) =>
        new($"The metric {metric.GetType().Name} cannot be added up over ranks: {what}. What Metric.Save writes has to be sums, under the same names on every rank.");
}
