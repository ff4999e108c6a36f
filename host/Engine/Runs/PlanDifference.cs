// What differs between two plans of a stage, in words.
using System.Text.Json.Nodes;

namespace PluginHost.Engine;

/// <summary>Compares plans, or any two pieces of JSON, leaf by leaf.</summary>
internal static class PlanDifference
{
    /// <summary>Each difference as <c>path: before → now</c>.</summary>
    public static IEnumerable<string> Between(JsonNode? before, JsonNode? now, string path = "")
    {
        if (JsonNode.DeepEquals(before, now)) yield break;
        if (before is JsonObject left && now is JsonObject right)
        {
            foreach (var name in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key)).ToList())
                foreach (var difference in Between(left[name], right[name], path.Length == 0 ? name : $"{path}.{name}"))
                    yield return difference;
        }
        else if (before is JsonArray old && now is JsonArray fresh && old.Count == fresh.Count)
        {
            for (var i = 0; i < old.Count; i++)
                foreach (var difference in Between(old[i], fresh[i], $"{path}[{i}]"))
                    yield return difference;
        }
        else
        {
            yield return $"{path}: {Shown(before)} → {Shown(now)}";
        }
    }

    private static string Shown(JsonNode? node)
    {
        const int longest = 80;
        var text = node?.ToJsonString() ?? "nothing";
        return text.Length <= longest ? text : text[..(longest - 1)] + "…";
    }
}
