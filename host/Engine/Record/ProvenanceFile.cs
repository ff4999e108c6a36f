// record.json: what a run was made of.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Engine;

/// <summary><c>record.json</c> in a run's folder: what the run was made of, from the recipe's text to the hash of each plugin's files.</summary>
public static class ProvenanceFile
{
    /// <summary>The file's name in the run's folder.</summary>
    public const string FileName = "record.json";

    /// <summary>The name of the copy that a repeated run keeps of the record that it repeats.</summary>
    public const string RepeatedName = "repeats.json";

    /// <summary>What a newer host would count up.</summary>
    internal const int Format = 1;

    /// <summary>The record of a run; null when it has none, because it never got to its first step.</summary>
    /// <exception cref="PluginHostException">The file is damaged.</exception>
    public static JsonObject? Read(string runDirectory) => ReadAt(Path.Join(runDirectory, FileName));

    /// <summary>The record that a run repeats; null when it repeats none.</summary>
    /// <exception cref="PluginHostException">The file is damaged.</exception>
    public static JsonObject? ReadRepeated(string runDirectory) => ReadAt(Path.Join(runDirectory, RepeatedName));

    /// <summary>The recipe's files in a record, by absolute path: the script, and what it loads.</summary>
    public static IReadOnlyDictionary<string, string> Sources(JsonObject record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var recipe = record["recipe"] as JsonObject ?? [];
        return new[] { (JsonNode?)recipe }.Concat(recipe["loaded"] as JsonArray ?? []).OfType<JsonObject>().Where(file => file["text"] is not null)
            .ToDictionary(file => (string)file["path"]!, file => (string)file["text"]!, StringComparer.Ordinal);
    }

    /// <summary>What a repeated run takes over from each stage of a record.</summary>
    public static IReadOnlyList<RepeatedStage> Stages(JsonObject record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return [.. (record["stages"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(stage => new RepeatedStage((int)stage["number"]!, (string)stage["device"]!, (int?)stage["threads"], (int?)stage["replicas"]))];
    }

    /// <summary>SHA-256 of a text's UTF-8, in lower-case hexadecimal.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The newest of a record's workers: on what the run was last at work.</summary>
    internal static JsonObject Worker(JsonObject record) => (record["workers"] as JsonArray)?.OfType<JsonObject>().LastOrDefault() ?? [];

    /// <summary>Writes a record aside and renames it, so that nobody meets half of one.</summary>
    internal static void Write(string runDirectory, JsonObject record)
    {
        var path = Path.Join(runDirectory, FileName);
        JsonFiles.Write(path + ".new", record);
        File.Move(path + ".new", path, overwrite: true);
    }

    private static JsonObject? ReadAt(string path)
    {
        if (!File.Exists(path)) return null;
        var record = JsonFiles.Read(path);
        return record["format"] is JsonValue format && format.GetValueKind() == JsonValueKind.Number && (int)format <= Format
            ? record
            : throw new PluginHostException($"{path} has the format {record["format"]?.ToJsonString() ?? "null"}, and this host reads up to {Format}; a newer host wrote it.");
    }
}
