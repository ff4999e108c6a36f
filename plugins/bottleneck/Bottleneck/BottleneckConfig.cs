// The options in files: AdapterHub's names in a file of PEFT's layout, since PEFT has no such method.
using System.Text.Json.Nodes;

namespace PluginHost.Bottleneck;

/// <summary>The options as AdapterHub's keys (<c>mh_adapter</c>, <c>reduction_factor</c>, …), both ways.</summary>
internal static class BottleneckConfig
{
    /// <summary>The keys that are understood, beside those that every method has.</summary>
    public static readonly string[] Keys = ["mh_adapter", "output_adapter", "reduction_factor", "non_linearity"];

    /// <summary>The options that a file describes.</summary>
    /// <exception cref="RecipeException">A key has a value that does not fit.</exception>
    public static BottleneckOptions Read(JsonObject config)
    {
        if (!Flag(config, "output_adapter")) throw new RecipeException("adapter_config.json: output_adapter is false, and bottlenecks behind attention alone are not supported.");
        return new BottleneckOptions
        {
            Placement = Flag(config, "mh_adapter") ? BottleneckPlacement.Houlsby : BottleneckPlacement.Pfeiffer,
            ReductionFactor = config["reduction_factor"] switch
            {
                JsonValue value when value.TryGetValue(out double factor) => factor,
                var other => throw Misfit("reduction_factor", other, "a number"),
            },
            NonLinearity = config["non_linearity"] switch
            {
                null => null,
                JsonValue value when value.TryGetValue(out string? name) => name,
                var other => throw Misfit("non_linearity", other, "a text in quotes"),
            },
        };
    }

    /// <summary>The file's keys for options.</summary>
    public static JsonObject Write(BottleneckOptions options) => new()
    {
        ["peft_type"] = "BOTTLENECK",
        ["mh_adapter"] = options.Placement == BottleneckPlacement.Houlsby,
        ["output_adapter"] = true,
        ["reduction_factor"] = options.ReductionFactor,
        ["non_linearity"] = options.Activation,
    };

    private static bool Flag(JsonObject config, string key) =>
        config[key] is JsonValue value && value.TryGetValue(out bool flag) ? flag : throw Misfit(key, config[key], "true or false");

    private static RecipeException Misfit(string key, JsonNode? value, string expected) =>
        new($"adapter_config.json: {key} is {value?.ToJsonString() ?? "not there"}; it has to be {expected}.");
}
