// config.json of GPT-2, both ways.
using System.Text.Json.Nodes;
using PluginHost.Layers;

namespace PluginHost.TextModels;

/// <summary>Hugging Face's <c>config.json</c> of the type <c>gpt2</c>.</summary>
internal static class Gpt2Config
{
    /// <summary>The options that a file describes.</summary>
    public static Gpt2Options Read(JsonObject file)
    {
        var config = new HuggingFaceConfig(file);
        return new Gpt2Options
        {
            Layers = config.Int("n_layer", 12),
            Heads = config.Int("n_head", 12),
            Width = config.Int("n_embd", 768),
            InnerWidth = config.IntOrNull("n_inner"),
            Context = config.Int("n_positions", 1024),
            Vocabulary = config.Int("vocab_size", 50257),
            Activation = config.String("activation_function", "gelu_new"),
            EmbeddingDropout = config.Double("embd_pdrop", 0.1),
            AttentionDropout = config.Double("attn_pdrop", 0.1),
            ResidualDropout = config.Double("resid_pdrop", 0.1),
            LayerNormEpsilon = config.Double("layer_norm_epsilon", 1e-5),
            InitializerRange = config.Double("initializer_range", 0.02),
            TieEmbeddings = config.Bool("tie_word_embeddings", true),
            ScaleAttention = config.Bool("scale_attn_weights", true),
            ScaleAttentionByLayer = config.Bool("scale_attn_by_inverse_layer_idx", false),
            UpcastAttention = config.Bool("reorder_and_upcast_attn", false),
            BeginId = config.Id("bos_token_id"),
            EndId = config.Id("eos_token_id"),
            PadId = config.Id("pad_token_id"),
        };
    }

    /// <summary>What a file says of the backbone.</summary>
    public static JsonObject Write(Gpt2Options options, int vocabulary) => new()
    {
        ["model_type"] = "gpt2",
        ["architectures"] = "GPT2Model",
        ["n_layer"] = options.Layers,
        ["n_head"] = options.Heads,
        ["n_embd"] = options.Width,
        ["n_inner"] = options.InnerWidth,
        ["n_positions"] = options.Context,
        ["vocab_size"] = vocabulary,
        ["activation_function"] = options.Activation,
        ["embd_pdrop"] = options.EmbeddingDropout,
        ["attn_pdrop"] = options.AttentionDropout,
        ["resid_pdrop"] = options.ResidualDropout,
        ["layer_norm_epsilon"] = options.LayerNormEpsilon,
        ["initializer_range"] = options.InitializerRange,
        ["tie_word_embeddings"] = options.TieEmbeddings,
        ["scale_attn_weights"] = options.ScaleAttention,
        ["scale_attn_by_inverse_layer_idx"] = options.ScaleAttentionByLayer,
        ["reorder_and_upcast_attn"] = options.UpcastAttention,
        ["bos_token_id"] = options.BeginId,
        ["eos_token_id"] = options.EndId,
        ["pad_token_id"] = options.PadId,
        ["torch_dtype"] = "float32",
    };
}
