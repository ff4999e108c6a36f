// config.json of T5, both ways.
using System.Text.Json.Nodes;
using PluginHost.Layers;

namespace PluginHost.TextModels;

/// <summary>Hugging Face's <c>config.json</c> of the type <c>t5</c>.</summary>
internal static class T5Config
{
    /// <summary>The options that a file describes.</summary>
    public static T5Options Read(JsonObject file)
    {
        var config = new HuggingFaceConfig(file);
        var projection = config.String("feed_forward_proj", "relu");
        var gated = projection.StartsWith("gated-", StringComparison.Ordinal);
        var activation = gated ? projection["gated-".Length..] : projection;
        return new T5Options
        {
            Layers = config.Int("num_layers", 6),
            DecoderLayers = config.IntOrNull("num_decoder_layers"),
            Heads = config.Int("num_heads", 8),
            Width = config.Int("d_model", 512),
            HeadWidth = config.Int("d_kv", 64),
            InnerWidth = config.Int("d_ff", 2048),
            Vocabulary = config.Int("vocab_size", 32128),
            // "gated-gelu" has always meant the tanh form.
            Activation = gated && activation == "gelu" ? "gelu_new" : activation,
            Gated = gated,
            DistanceBuckets = config.Int("relative_attention_num_buckets", 32),
            MaximumDistance = config.Int("relative_attention_max_distance", 128),
            Dropout = config.Double("dropout_rate", 0.1),
            NormEpsilon = config.Double("layer_norm_epsilon", 1e-6),
            InitializerFactor = config.Double("initializer_factor", 1),
            TieEmbeddings = config.Bool("tie_word_embeddings", true),
            PadId = config.Id("pad_token_id") ?? 0,
            EndId = config.Id("eos_token_id") ?? 1,
            DecoderStartId = config.Id("decoder_start_token_id"),
        };
    }

    /// <summary>What a file says of the backbone.</summary>
    public static JsonObject Write(T5Options options, int vocabulary) => new()
    {
        ["model_type"] = "t5",
        ["architectures"] = "T5Model",
        ["is_encoder_decoder"] = true,
        ["num_layers"] = options.Layers,
        ["num_decoder_layers"] = options.DecoderLayers ?? options.Layers,
        ["num_heads"] = options.Heads,
        ["d_model"] = options.Width,
        ["d_kv"] = options.HeadWidth,
        ["d_ff"] = options.InnerWidth,
        ["vocab_size"] = vocabulary,
        ["feed_forward_proj"] = options.Gated ? $"gated-{(options.Activation == "gelu_new" ? "gelu" : options.Activation)}" : options.Activation,
        ["relative_attention_num_buckets"] = options.DistanceBuckets,
        ["relative_attention_max_distance"] = options.MaximumDistance,
        ["dropout_rate"] = options.Dropout,
        ["layer_norm_epsilon"] = options.NormEpsilon,
        ["initializer_factor"] = options.InitializerFactor,
        ["tie_word_embeddings"] = options.TieEmbeddings,
        ["pad_token_id"] = options.PadId,
        ["eos_token_id"] = options.EndId,
        ["decoder_start_token_id"] = options.DecoderStartId ?? options.PadId,
        ["torch_dtype"] = "float32",
    };
}
