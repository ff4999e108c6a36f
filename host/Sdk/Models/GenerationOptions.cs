// How ids are chosen when a model writes.
using System.ComponentModel.DataAnnotations;

namespace PluginHost;

/// <summary>How ids are chosen when a model writes, and when it stops. The names are those of Hugging Face's <c>generate</c>.</summary>
public sealed record GenerationOptions
{
    /// <summary>How many ids are written at most.</summary>
    [Range(1, 1_000_000)]
    public int MaxNewTokens { get; init; } = 100;

    /// <summary>0 takes the most likely id each time; above 0, logits are divided by it and an id is drawn.</summary>
    [Range(0.0, 100.0)]
    public double Temperature { get; init; }

    /// <summary>Draw among the K most likely ids only; 0 for all.</summary>
    [Range(0, int.MaxValue)]
    public int TopK { get; init; }

    /// <summary>Draw among the most likely ids whose probabilities add up to this; 1 for all.</summary>
    [Range(0.0, 1.0)]
    public double TopP { get; init; } = 1;

    /// <summary>The id that ends a row; null for none.</summary>
    public long? EosId { get; init; }

    /// <summary>What a finished row is padded with.</summary>
    public long PadId { get; init; }

    /// <summary>The first id of an encoder-decoder's output.</summary>
    public long? DecoderStartId { get; init; }

    /// <summary>Whether keys and values of earlier positions are kept instead of computed again.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>Seeds the draws; null draws from the thread's generator.</summary>
    public long? Seed { get; init; }
}
