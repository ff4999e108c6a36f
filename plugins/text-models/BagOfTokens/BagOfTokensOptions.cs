// Options of the architecture "bag-of-tokens".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.TextModels;

/// <summary>Options of the architecture <c>bag-of-tokens</c>.</summary>
public sealed record BagOfTokensOptions
{
    /// <summary>How many tokens there are; null for as many as the stage's tokenizer has.</summary>
    [Range(1, 100_000_000)]
    public int? Vocabulary { get; init; }

    /// <summary>What a row's counts become.</summary>
    public TokenWeighting Weighting { get; init; } = TokenWeighting.Normalized;
}
