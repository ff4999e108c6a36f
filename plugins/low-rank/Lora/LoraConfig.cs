// LoRA's options as PEFT writes them, both ways.
using System.Text.Json.Nodes;

namespace PluginHost.LowRank;

/// <summary>LoRA's options as the keys of PEFT's <c>adapter_config.json</c> (0.14), both ways.</summary>
internal static class LoraConfig
{
    /// <summary>The keys that are understood, beside those that every method has.</summary>
    public static readonly string[] Keys =
    [
        "r", "lora_alpha", "lora_dropout", "target_modules", "exclude_modules", "fan_in_fan_out", "bias", "use_rslora", "use_dora", "modules_to_save",
        "init_lora_weights", "layers_to_transform", "layers_pattern", "rank_pattern", "alpha_pattern", "lora_bias", "layer_replication", "loftq_config",
        "eva_config", "megatron_config", "megatron_core", "trainable_token_indices", "use_qalora", "target_parameters", "arrow_config",
    ];

    /// <summary>The options that a file describes.</summary>
    /// <exception cref="RecipeException">A key has a value that does not fit or that is not supported.</exception>
    public static LoraOptions Read(JsonObject config)
    {
        var peft = new PeftConfig(config);
        peft.Refuse("use_dora", "Its magnitudes are not part of this method, so the adapter would compute something else.");
        peft.Refuse("lora_bias", "A bias of B is not supported: train the adapter without it.");
        peft.Refuse("layer_replication", "Layers that are repeated are not supported: write out the deeper model first.");
        peft.Refuse("trainable_token_indices", "Single trained tokens are not supported: train the embedding with ModulesToSave.");
        peft.Refuse("use_qalora", "Its grouped inputs are not supported.");
        peft.Refuse("target_parameters", "Parameters without a module of their own are not supported.");
        peft.Refuse("arrow_config", "Routing between adapters is not supported.");
        return new LoraOptions
        {
            Rank = peft.Integer("r", 8),
            Alpha = peft.Number("lora_alpha", 8),
            Dropout = peft.Number("lora_dropout", 0),
            Targets = peft.Words("target_modules"),
            Exclude = peft.Words("exclude_modules"),
            Bias = peft.Word("bias", "none") switch
            {
                "none" => LoraBias.None,
                "all" => LoraBias.All,
                "lora_only" => LoraBias.LoraOnly,
                var other => throw new RecipeException($"adapter_config.json: bias is \"{other}\"; it has to be \"none\", \"all\" or \"lora_only\"."),
            },
            UseRsLora = peft.Flag("use_rslora", false),
            InitWeights = Initialization(peft.Value("init_lora_weights")),
            LayersToTransform = peft.Integers("layers_to_transform"),
            LayersPattern = peft.Words("layers_pattern"),
            RankPattern = peft.Numbers("rank_pattern").ToDictionary(pair => pair.Key, pair => checked((int)pair.Value)),
            AlphaPattern = peft.Numbers("alpha_pattern"),
            ModulesToSave = peft.Words("modules_to_save"),
        };
    }

    /// <summary>The file's keys for options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="targets">The targets, with the model's default in the place of none.</param>
    /// <param name="fanInFanOut">Whether the adapted projections store their weight as (in, out).</param>
    /// <param name="saved">Modules that are stored whole.</param>
    public static JsonObject Write(LoraOptions options, IReadOnlyList<string> targets, bool fanInFanOut, IReadOnlyList<string> saved) => new()
    {
        ["peft_type"] = "LORA",
        ["r"] = options.Rank,
        ["lora_alpha"] = Number(options.Alpha),
        ["lora_dropout"] = options.Dropout,
        ["target_modules"] = Paths(targets),
        ["exclude_modules"] = Paths(options.Exclude),
        ["fan_in_fan_out"] = fanInFanOut,
        ["bias"] = options.Bias switch
        {
            LoraBias.All => "all",
            LoraBias.LoraOnly => "lora_only",
            _ => "none",
        },
        ["use_rslora"] = options.UseRsLora,
        ["use_dora"] = false,
        ["lora_bias"] = false,
        ["modules_to_save"] = saved.Count == 0 ? null : List(saved),
        ["init_lora_weights"] = options.InitWeights switch
        {
            LoraInitialization.Gaussian => "gaussian",
            LoraInitialization.Random => false,
            _ => true,
        },
        ["layers_to_transform"] = options.LayersToTransform.Count == 0 ? null : new JsonArray([.. options.LayersToTransform.Select(layer => (JsonNode)layer)]),
        ["layers_pattern"] = options.LayersPattern switch
        {
            [] => null,
            [var only] => only,
            var several => List(several),
        },
        ["rank_pattern"] = new JsonObject(options.RankPattern.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        ["alpha_pattern"] = new JsonObject(options.AlphaPattern.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Number(pair.Value)))),
        ["layer_replication"] = null,
        ["loftq_config"] = new JsonObject(),
        ["eva_config"] = null,
        ["megatron_config"] = null,
        ["megatron_core"] = "megatron.core",
    };

    private static LoraInitialization Initialization(JsonNode? value) => value?.ToJsonString() switch
    {
        null or "true" => LoraInitialization.KaimingUniform,
        "\"gaussian\"" => LoraInitialization.Gaussian,
        "false" => LoraInitialization.Random,
        // These change the base weights as well when the adapter is made, and its file holds only the rest.
        var other => throw new RecipeException($"adapter_config.json: init_lora_weights is {other}; true, false and \"gaussian\" are supported. "
            + "An adapter that began in another way belongs to changed base weights: convert it with PEFT (path_initial_model_for_weight_conversion) first."),
    };

    // A single name with the characters of a regular expression is one, and PEFT tells them from names by the JSON type.
    private static JsonNode? Paths(IReadOnlyList<string> names) => names switch
    {
        [] => null,
        ["all-linear"] => "all-linear",
        [var only] when only.AsSpan().IndexOfAny("*([|^$\\") >= 0 => only,
        _ => List(names),
    };

    private static JsonArray List(IReadOnlyList<string> names) => [.. names.Select(name => (JsonNode)name)];

    private static JsonNode Number(double value) => Math.Floor(value) == value && Math.Abs(value) < 1L << 53 ? (long)value : value;
}
