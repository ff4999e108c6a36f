// What decides how sums are rounded, apart from the recipe.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Engine;

/// <summary>What decides how sums are rounded, apart from the recipe: a resume on other surroundings is exact to rounding only.</summary>
internal static class Surroundings
{
    private const string CapabilityMark = "CPU capability usage:";

    /// <summary>Those of this process.</summary>
    public static JsonObject Now() => new()
    {
        ["torch"] = torch.__version__,
        ["capability"] = Capability(),
        ["processor"] = Processor(),
        ["deterministic"] = torch.are_deterministic_algorithms_enabled(),
    };

    /// <summary>What is different now, in words; null where nothing is.</summary>
    public static string? Difference(JsonObject before)
    {
        var now = Now();
        var parts = now.Where(pair => before[pair.Key] is { } old && !JsonNode.DeepEquals(old, pair.Value)).Select(pair => $"{pair.Key} was {before[pair.Key]} and is {pair.Value}").ToList();
        return parts.Count == 0 ? null : string.Join(", ", parts);
    }

    private static string Capability()
    {
        var line = torch.__config__.show().Split('\n').FirstOrDefault(line => line.Contains(CapabilityMark, StringComparison.Ordinal));
        return line is null ? "" : line[(line.IndexOf(CapabilityMark, StringComparison.Ordinal) + CapabilityMark.Length)..].Trim();
    }

    // BLAS libraries choose their kernels by the processor.
    private static string Processor()
    {
        const string mark = "model name";
        try
        {
            var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(mark, StringComparison.Ordinal));
            return line is null ? "" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }
        catch (IOException)
        {
            // Without /proc nothing else works either; the record then says nothing of the processor.
            return "";
        }
    }
}
