// In what the records of runs differ.
using System.Text.Json.Nodes;

namespace PluginHost.Engine;

/// <summary>
/// In what the records of runs differ. What differs between any two runs and decides nothing (folder, name, time, process, command line)
/// is left out; the newest worker of a run stands for it.
/// </summary>
public static class ProvenanceDifferences
{
    private const int Shown = 12;

    /// <summary>The differences, in the order in which a record has them.</summary>
    public static IReadOnlyList<ProvenanceDifference> Between(IReadOnlyList<JsonObject> records)
    {
        var flat = records.Select(Flat).ToList();
        return [.. flat.SelectMany(one => one.Keys).Distinct(StringComparer.Ordinal)
            .Select(name => new ProvenanceDifference(name, [.. flat.Select(one => one.GetValueOrDefault(name))]))
            .Where(difference => difference.Values.Distinct(StringComparer.Ordinal).Skip(1).Any())];
    }

    /// <summary>A record as names and values.</summary>
    public static IReadOnlyDictionary<string, string> Flat(JsonObject record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var folder = (string?)record["run_dir"];
        void Add(string name, JsonNode? node)
        {
            switch (node)
            {
                case JsonObject map:
                    foreach (var (key, value) in map) Add($"{name}.{key}", value);
                    break;
                case JsonArray list:
                    for (var i = 0; i < list.Count; i++) Add($"{name}.{i + 1}", list[i]);
                    break;
                case null:
                    break;
                default:
                    // A later stage reads what an earlier one of the same run wrote.
                    var text = node.ToString();
                    values[name] = folder is null ? text : text.Replace(folder, "RUN", StringComparison.Ordinal);
                    break;
            }
        }

        Add("settings", record["settings"]);
        Add("recipe.path", record["recipe"]?["path"]);
        Add("recipe.sha256", record["recipe"]?["sha256"]);
        foreach (var file in (record["recipe"]?["loaded"] as JsonArray ?? []).OfType<JsonObject>()) Add($"recipe.loaded.{file["path"]}", file["sha256"]);
        Add("base_dir", record["base_dir"]);
        foreach (var stage in (record["stages"] as JsonArray ?? []).OfType<JsonObject>()) AddStage($"stages.{stage["number"]}", stage);
        var worker = ProvenanceFile.Worker(record);
        foreach (var plugin in (worker["plugins"] as JsonArray ?? []).OfType<JsonObject>())
        {
            Add($"plugins.{plugin["name"]}.version", plugin["version"]);
            Add($"plugins.{plugin["name"]}.sha256", plugin["sha256"]);
        }

        Add("host", worker["host"]);
        Add("software", worker["software"]);
        return values;

        void AddStage(string name, JsonObject stage)
        {
            foreach (var (key, value) in stage)
            {
                if (key is "number" or "plan" or "model") continue;
                Add($"{name}.{key}", value);
            }

            // Hashes of single files say no more than the one over all of them, and where the model lies says the plan.
            Add($"{name}.model.sha256", stage["model"]?["sha256"]);
            // Name, seed and device stand above as they were resolved.
            foreach (var (key, value) in stage["plan"] as JsonObject ?? [])
                if (key is not ("name" or "seed" or "device")) Add($"{name}.plan.{key}", value);
        }
    }

    /// <summary>A value as a line shows it: hashes are cut.</summary>
    public static string Show(string? value) => value is null ? "-"
        : value.Length == 64 && value.All(char.IsAsciiHexDigitLower) ? value[..Shown] + "…" : value;
}
