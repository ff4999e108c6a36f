// A value of a recipe that can be changed while the run is at work.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost;

/// <summary>A value of a recipe that can be changed while the run is at work: <c>pluginhost runs set RUN name=value</c>, or <c>POST /set</c>.</summary>
/// <typeparam name="T">A string, a number or a boolean.</typeparam>
public sealed class Live<T>
{
    private readonly Func<JsonNode> _read;

    internal Live(string name, Func<JsonNode> read) => (Name, _read) = (name, read);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The value. It changes between steps only, so that one step sees one value.</summary>
    public T Value => _read().GetValue<T>();

    /// <summary>The value as JSON; <c>int</c> and the like are told apart by the handle, not by the text.</summary>
    internal static JsonNode ToNode(T value) => value switch
    {
        string text => JsonValue.Create(text),
        bool truth => JsonValue.Create(truth),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        float number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        _ => throw new RecipeException($"Live<{typeof(T).Name}>: a live value is a string, an int, a long, a float, a double or a bool."),
    };

    /// <summary>Why a value cannot be one of this type; null when it can.</summary>
    internal static string? Refuse(JsonNode? value)
    {
        if (value is JsonValue given && Fits(given)) return null;
        return $"has to be {TypeNames.Describe(typeof(T))}, got {value?.ToJsonString() ?? "null"}";
    }

    // A value that was parsed is a JsonElement, which reads a number as any type that holds it and a text as none.
    private static bool Fits(JsonValue given) => given.GetValueKind() switch
    {
        JsonValueKind.Number => typeof(T) != typeof(string) && typeof(T) != typeof(bool) && given.TryGetValue<T>(out _),
        JsonValueKind.String => typeof(T) == typeof(string),
        JsonValueKind.True or JsonValueKind.False => typeof(T) == typeof(bool),
        _ => false,
    };
}
