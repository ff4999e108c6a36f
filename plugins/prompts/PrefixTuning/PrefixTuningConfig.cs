// Prefix-tuning's options as PEFT writes them, both ways.
using System.Text.Json.Nodes;

namespace PluginHost.Prompts;

/// <summary>Prefix-tuning's options as the keys of PEFT's <c>adapter_config.json</c> (0.14), both ways.</summary>
internal static class PrefixTuningConfig
{
    /// <summary>The keys that are understood, beside those that every method has.</summary>
    public static readonly string[] Keys =
        ["num_virtual_tokens", "token_dim", "num_transformer_submodules", "num_attention_heads", "num_layers", "encoder_hidden_size", "prefix_projection"];

    /// <summary>The options that a file describes. The model's own sizes are the model's to say; tensors that do not fit it are refused by their shapes.</summary>
    /// <exception cref="RecipeException">A key has a value that does not fit.</exception>
    public static PrefixTuningOptions Read(JsonObject config) => new()
    {
        VirtualTokens = Whole(config, "num_virtual_tokens")
            ?? throw new RecipeException("adapter_config.json has no num_virtual_tokens, and there is no default for it."),
        Projection = config["prefix_projection"] switch
        {
            null => false,
            JsonValue value when value.TryGetValue(out bool flag) => flag,
            var other => throw new RecipeException($"adapter_config.json: prefix_projection is {other.ToJsonString()}; it has to be true or false."),
        },
        ProjectionWidth = Whole(config, "encoder_hidden_size"),
    };

    /// <summary>The file's keys for options.</summary>
    public static JsonObject Write(PrefixTuningOptions options, AttentionLayout layout) => new()
    {
        ["peft_type"] = "PREFIX_TUNING",
        ["num_virtual_tokens"] = options.VirtualTokens,
        // With grouped queries PEFT counts the key and value heads here.
        ["token_dim"] = layout.KeyValueHeads * layout.HeadDimension,
        ["num_attention_heads"] = layout.KeyValueHeads,
        ["num_layers"] = layout.Layers,
        ["num_transformer_submodules"] = 1,
        ["encoder_hidden_size"] = options.ProjectionWidth ?? layout.KeyValueHeads * layout.HeadDimension,
        ["prefix_projection"] = options.Projection,
    };

    private static int? Whole(JsonObject config, string key) => config[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out int number) => number,
        var other => throw new RecipeException($"adapter_config.json: {key} is {other.ToJsonString()}; it has to be a whole number."),
    };
}
