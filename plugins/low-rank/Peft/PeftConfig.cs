// Reads the keys of an adapter_config.json, with a sentence for each that does not fit.
using System.Text.Json.Nodes;

namespace PluginHost.LowRank;

/// <summary>The keys of an <c>adapter_config.json</c>. A key that is missing or null has its fallback.</summary>
internal sealed class PeftConfig(JsonObject config)
{
    public int Integer(string key, int fallback) => Read(key, node => checked((int)node.GetValue<double>()) is var whole && whole == node.GetValue<double>() ? whole : throw new FormatException(),
        fallback, "a whole number");

    public double Number(string key, double fallback) => Read(key, node => node.GetValue<double>(), fallback, "a number");

    public bool Flag(string key, bool fallback) => Read(key, node => node.GetValue<bool>(), fallback, "true or false");

    public string Word(string key, string fallback) => Read(key, node => node.GetValue<string>(), fallback, "a string");

    /// <summary>A list of strings; a single string is a list of one.</summary>
    public IReadOnlyList<string> Words(string key) => Read<IReadOnlyList<string>>(key,
        node => node is JsonArray list ? [.. list.Select(item => item!.GetValue<string>())] : [node.GetValue<string>()], [], "a string or a list of strings");

    /// <summary>A list of whole numbers; a single one is a list of one.</summary>
    public IReadOnlyList<int> Integers(string key) => Read<IReadOnlyList<int>>(key,
        node => node is JsonArray list ? [.. list.Select(item => item!.GetValue<int>())] : [node.GetValue<int>()], [], "a whole number or a list of them");

    /// <summary>An object with numbers.</summary>
    public IReadOnlyDictionary<string, double> Numbers(string key) => Read<IReadOnlyDictionary<string, double>>(key,
        node => node.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<double>()), new Dictionary<string, double>(), "an object with numbers");

    /// <summary>The value itself, or null.</summary>
    public JsonNode? Value(string key) => config[key];

    /// <summary>Refuses a key that changes what the adapter computes, in a way that is not supported here.</summary>
    /// <exception cref="RecipeException">The key is there and is neither null, false nor empty.</exception>
    public void Refuse(string key, string why)
    {
        var unset = config[key] switch
        {
            null => true,
            JsonObject map => map.Count == 0,
            JsonArray list => list.Count == 0,
            var node => node.ToJsonString() is "false",
        };
        if (!unset) throw new RecipeException($"adapter_config.json: {key} is {config[key]!.ToJsonString()}. {why}");
    }

    private T Read<T>(string key, Func<JsonNode, T> read, T fallback, string expected)
    {
        if (config[key] is not { } node) return fallback;
        try
        {
            return read(node);
        }
        catch (Exception misfit) when (misfit is InvalidOperationException or FormatException or OverflowException or NullReferenceException)
        {
            throw new RecipeException($"adapter_config.json: {key} is {node.ToJsonString()}; it has to be {expected}.", misfit);
        }
    }
}
