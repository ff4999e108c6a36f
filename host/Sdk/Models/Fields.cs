// The names of tensors that several components share.
namespace PluginHost;

/// <summary>
/// The names by which models, objectives, losses and metrics find each other's tensors: those of Hugging Face's forward arguments and
/// outputs. Shapes: B rows, T positions, V vocabulary, H hidden size, L layers, C classes.
/// </summary>
public static class Fields
{
    /// <summary>Token ids, int64 [B, T].</summary>
    public const string InputIds = "input_ids";

    /// <summary>Embedded tokens in place of ids, float [B, T, H]; what prompt methods put into a batch.</summary>
    public const string InputsEmbeds = "inputs_embeds";

    /// <summary>1 where a position counts and 0 where it is padding, int64 [B, T].</summary>
    public const string AttentionMask = "attention_mask";

    /// <summary>Segment ids, int64 [B, T].</summary>
    public const string TokenTypeIds = "token_type_ids";

    /// <summary>Positions, int64 [B, T].</summary>
    public const string PositionIds = "position_ids";

    /// <summary>Token ids of the decoder, int64 [B, T].</summary>
    public const string DecoderInputIds = "decoder_input_ids";

    /// <summary>Embedded tokens of the decoder in place of its ids, float [B, T, H].</summary>
    public const string DecoderInputsEmbeds = "decoder_inputs_embeds";

    /// <summary>Mask of the decoder's positions, int64 [B, T].</summary>
    public const string DecoderAttentionMask = "decoder_attention_mask";

    /// <summary>Images, float [B, channels, height, width].</summary>
    public const string PixelValues = "pixel_values";

    /// <summary>
    /// Targets: int64 [B] for classes, int64 [B, T] for tokens (-100 is ignored, not shifted), float for regression and multi-label.
    /// </summary>
    public const string Labels = "labels";

    /// <summary>Scores before softmax: [B, T, V] or [B, C].</summary>
    public const string Logits = "logits";

    /// <summary>The backbone's last hidden states, [B, T, H].</summary>
    public const string LastHiddenState = "last_hidden_state";

    /// <summary>Hidden states of every layer with the embeddings first, [L + 1, B, T, H]; only when <see cref="Batch.WantHiddenStates"/> asks for them.</summary>
    public const string HiddenStates = "hidden_states";

    /// <summary>One vector a row, [B, H], from backbones that have a pooler or a global pooling.</summary>
    public const string PoolerOutput = "pooler_output";

    /// <summary>
    /// The encoder's last hidden states, [B, S, H]. An encoder-decoder that finds them in a batch does not run its encoder again.
    /// </summary>
    public const string EncoderLastHiddenState = "encoder_last_hidden_state";

    /// <summary>Hidden states of every layer of the encoder, [L + 1, B, S, H]; those of the decoder are <see cref="HiddenStates"/>.</summary>
    public const string EncoderHiddenStates = "encoder_hidden_states";

    /// <summary>The scalar that was minimised.</summary>
    public const string Loss = "loss";

    /// <summary>How many items the loss is a mean of, a scalar; absent when every batch counts alike.</summary>
    public const string LossWeight = "loss_weight";
}
