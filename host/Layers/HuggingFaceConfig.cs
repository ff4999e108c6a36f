// Reads a config.json so that what is wrong with it comes out as a sentence.
using System.Text.Json.Nodes;

namespace PluginHost.Layers;

/// <summary>
/// A Hugging Face <c>config.json</c>. Its writers leave out values that equal the library's defaults, so every reader names the default;
/// a key that is there with the value null counts as left out.
/// </summary>
/// <param name="config">The file's object.</param>
public sealed class HuggingFaceConfig(JsonObject config)
{
    /// <summary>The <c>model_type</c>, for errors; empty when there is none.</summary>
    public string ModelType => (config["model_type"] as JsonValue)?.TryGetValue(out string? type) == true ? type : "";

    /// <summary>Whether a key has a value.</summary>
    public bool Has(string key) => config[key] is not null;

    /// <summary>A whole number.</summary>
    /// <exception cref="RecipeException">The value is none.</exception>
    public int Int(string key, int fallback) => IntOrNull(key) ?? fallback;

    /// <summary>A whole number that has no default.</summary>
    /// <exception cref="RecipeException">The key is not there, or its value is no whole number.</exception>
    public int Int(string key) => IntOrNull(key) ?? throw new RecipeException($"{Where} has no \"{key}\", and there is no default for it.");

    /// <summary>A whole number, or null where the key is left out.</summary>
    /// <exception cref="RecipeException">The value is no whole number.</exception>
    public int? IntOrNull(string key) => Long(key) is not { } value ? null
        : value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Misfit(key, "a whole number of at most 32 bits");

    /// <summary>An id, or null where the key is left out; of a list of ids the first.</summary>
    /// <exception cref="RecipeException">The value is no whole number.</exception>
    public long? Id(string key) => config[key] is JsonArray { Count: > 0 } list && list[0] is JsonValue first && first.TryGetValue(out long id) ? id : Long(key);

    /// <summary>A number.</summary>
    /// <exception cref="RecipeException">The value is none.</exception>
    public double Double(string key, double fallback) => config[key] switch
    {
        null => fallback,
        JsonValue value when value.TryGetValue(out double number) => number,
        JsonValue value when value.TryGetValue(out long number) => number,
        _ => throw Misfit(key, "a number"),
    };

    /// <summary>A switch.</summary>
    /// <exception cref="RecipeException">The value is neither true nor false.</exception>
    public bool Bool(string key, bool fallback) => config[key] switch
    {
        null => fallback,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        _ => throw Misfit(key, "true or false"),
    };

    /// <summary>A text.</summary>
    /// <exception cref="RecipeException">The value is none.</exception>
    public string String(string key, string fallback) => StringOrNull(key) ?? fallback;

    /// <summary>A text, or null where the key is left out.</summary>
    /// <exception cref="RecipeException">The value is no text.</exception>
    public string? StringOrNull(string key) => config[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => throw Misfit(key, "a text in quotes"),
    };

    /// <summary>The class names of <c>id2label</c> in the order of their ids; null where the key is left out.</summary>
    /// <exception cref="RecipeException">It is no object of texts whose keys are 0, 1, 2, ….</exception>
    public IReadOnlyList<string>? Labels()
    {
        if (config["id2label"] is not { } node) return null;
        if (node is not JsonObject map) throw Misfit("id2label", "an object that gives each class id a name");
        var names = new string[map.Count];
        foreach (var (key, value) in map)
        {
            if (!int.TryParse(key, out var id) || id < 0 || id >= names.Length || names[id] is not null || value is not JsonValue text || !text.TryGetValue(out string? name))
                throw Misfit("id2label", $"an object with the keys 0 to {map.Count - 1} and names as values");
            names[id] = name;
        }

        return names;
    }

    private string Where => ModelType.Length == 0 ? "config.json" : $"config.json (model_type \"{ModelType}\")";

    private long? Long(string key) => config[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out long number) => number,
        JsonValue value when value.TryGetValue(out int number) => number,
        _ => throw Misfit(key, "a whole number"),
    };

    private RecipeException Misfit(string key, string expected) => new($"{Where}: \"{key}\" is {config[key]!.ToJsonString()}; it has to be {expected}.");
}
