// A run's record as lines for a person.
using System.Text.Json.Nodes;

namespace PluginHost.Engine;

/// <summary>What a run was made of, as names and values to print one below the other.</summary>
public static class ProvenanceText
{
    /// <summary>The lines of a run's folder; one that says so when it has no record.</summary>
    /// <exception cref="PluginHostException">The record is damaged.</exception>
    public static IReadOnlyList<(string Name, string Value)> Of(string runDirectory) => ProvenanceFile.Read(runDirectory) is { } record
        ? Of(record)
        : [("record", $"none: {ProvenanceFile.FileName} is written after the first step, and this run has not come so far")];

    /// <summary>The lines of a record.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(JsonObject record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var lines = new List<(string, string)>();
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) lines.Add((name, value));
        }

        var worker = ProvenanceFile.Worker(record);
        var (host, software) = (worker["host"], worker["software"]);
        Add("command", string.Join(' ', (worker["command"] as JsonArray ?? []).Select(word => Quoted(word!.ToString()))));
        Add("recipe", $"{record["recipe"]?["path"]} ({Short(record["recipe"]?["sha256"])})");
        foreach (var file in record["recipe"]?["loaded"] as JsonArray ?? []) Add("  loads", $"{file!["path"]} ({Short(file["sha256"])})");
        Add("repeats", record["repeats"]?.ToString());
        Add("settings", string.Join(", ", (record["settings"] as JsonObject ?? []).Select(pair => $"{pair.Key}={pair.Value}")));
        foreach (var stage in (record["stages"] as JsonArray ?? []).OfType<JsonObject>())
        {
            Add($"stage {stage["number"]}", $"{stage["name"]}: seed {stage["seed"]}, on {stage["device"]}{Cores(stage)}");
            Add("  data", $"{Short(stage["data"]?["training"])}{(stage["data"]?["validation"] is { } validation ? $", validation {Short(validation)}" : "")}");
            if (stage["model"] is { } model) Add("  model", $"{model["path"]} ({(model["sha256"] is null ? "not hashed" : Short(model["sha256"]))})");
        }

        Add("plugins", string.Join(", ", (worker["plugins"] as JsonArray ?? []).Select(plugin => $"{plugin!["name"]} {plugin["version"]} ({Short(plugin["sha256"])})")));
        Add("host", $"{host?["name"]}: {host?["cpu"]}, {host?["cores"]} cores, {Gibibytes(host?["memory_bytes"])}");
        Add("software", $"libtorch {software?["torch"]}, .NET {software?["dotnet"]}, PluginHost {software?["pluginhost"]}");
        Add("  BLAS", $"{software?["blas"]}{(software?["blas_threads"] is { } threads ? $", {threads} threads" : "")}; {software?["cpu_capability"]}");
        Add("  commit", software?["commit"]?.ToString());
        Add("  variables", string.Join(' ', (software?["environment"] as JsonObject ?? []).Select(pair => $"{pair.Key}={pair.Value}")));
        Add("workers", (record["workers"] as JsonArray)?.Count is > 1 and var count ? $"{count}, the last since {worker["started"]}" : null);
        return lines;
    }

    private static string Short(JsonNode? hash) => ProvenanceDifferences.Show(hash?.ToString());

    private static string Cores(JsonObject stage) => (int?)stage["replicas"] switch
    {
        > 1 and var replicas => $", {replicas} replicas",
        _ => (int?)stage["threads"] is { } threads ? $", {threads} thread{(threads == 1 ? "" : "s")}" : "",
    };

    private static string Gibibytes(JsonNode? bytes) =>
        bytes is null ? "memory unknown" : ((double)bytes / (1L << 30)).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture) + " GiB";

    private static string Quoted(string word) => word.Length > 0 && !word.Any(letter => char.IsWhiteSpace(letter) || letter is '\'' or '"' or '$') ? word : $"'{word.Replace("'", "'\\''")}'";
}
