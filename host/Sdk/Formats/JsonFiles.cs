// JSON files in the form in which the ecosystem writes them.
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost;

/// <summary>JSON files in the form in which the ecosystem writes them: two spaces, keys in order, a newline at the end.</summary>
public static class JsonFiles
{
    private static readonly JsonWriterOptions Written = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads an object.</summary>
    /// <exception cref="PluginHostException">The file is missing, is no JSON, or is no object.</exception>
    public static JsonObject Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject
                ?? throw new PluginHostException($"{path} holds JSON that is not an object.");
        }
        catch (JsonException fault)
        {
            throw new PluginHostException($"{path} is not valid JSON: {fault.Message}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PluginHostException($"{path} cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Writes an object with its keys sorted.</summary>
    public static void Write(string path, JsonObject value)
    {
        using var stream = File.Create(path);
        Write(stream, value);
    }

    /// <summary>Writes an object with its keys sorted to a stream, which stays open.</summary>
    public static void Write(Stream stream, JsonObject value)
    {
        using (var writer = new Utf8JsonWriter(stream, Written)) Sorted(value)!.WriteTo(writer);
        stream.WriteByte((byte)'\n');
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
