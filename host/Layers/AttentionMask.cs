// Who may look at whom, in the form that attention wants to add to its scores.
using TorchSharp;

namespace PluginHost.Layers;

/// <summary>
/// What attention adds to its scores: 0 where a query may look at a key, a very small number where it may not, and a bias by position if
/// the architecture has one. Made once for a forward pass and shared by its layers.
/// </summary>
public sealed class AttentionMask
{
    // Finite, so that a row that may look at nothing (a padded query) stays a number in every floating type; e^-30000 is 0 in all of them.
    private const double Forbidden = -30000;
    private torch.Tensor? _spread;

    private AttentionMask(torch.Tensor? scores, bool isCausal)
    {
        Scores = scores;
        IsCausal = isCausal;
    }

    /// <summary>Everybody looks at everybody.</summary>
    public static AttentionMask Everything { get; } = new(null, isCausal: false);

    /// <summary>What is added to the scores, broadcast over [B, heads, queries, keys]; null for nothing.</summary>
    public torch.Tensor? Scores { get; }

    /// <summary>Whether it says that query t looks at keys 0 … t and nothing else, so that a fused kernel needs no tensor for it.</summary>
    public bool IsCausal { get; }

    /// <summary>The mask of a self-attention.</summary>
    /// <param name="tokens">
    /// int64, 1 for a token and 0 for padding, [B, keys] or, where the cache begins with virtual positions, [B, keys - virtual];
    /// null where nothing is padding.
    /// </param>
    /// <param name="hidden">The new positions' hidden states, [B, queries, …]: device and type are taken from them.</param>
    /// <param name="cache">The earlier positions, before these are appended; null for none.</param>
    /// <param name="causal">Whether a position looks at earlier positions only.</param>
    /// <exception cref="PluginHostException">The mask is of another length.</exception>
    public static AttentionMask ForSelf(torch.Tensor? tokens, torch.Tensor hidden, KeyValueCache? cache, bool causal)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        var queries = hidden.size(1);
        var past = cache?.Length ?? 0;
        var triangle = causal && queries > 1 ? CausalMask.Get(past, queries, hidden.device, hidden.dtype) : null;
        if (tokens is null) return triangle is null ? Everything : new AttentionMask(triangle, isCausal: past == 0);

        var padding = Padding(tokens, past + queries, cache?.VirtualPositions ?? 0, hidden.dtype);
        return new AttentionMask(triangle is null ? padding : torch.clamp_min(triangle, Forbidden).minimum(padding), isCausal: false);
    }

    /// <summary>The mask of attention over an encoder's positions.</summary>
    /// <param name="tokens">int64 [B, keys], 0 for padding; null where nothing is padding.</param>
    /// <param name="type">The hidden states' type.</param>
    public static AttentionMask ForCross(torch.Tensor? tokens, torch.ScalarType type) =>
        tokens is null ? Everything : new AttentionMask(Padding(tokens, tokens.size(1), 0, type), isCausal: false);

    /// <summary>This mask and a bias by position.</summary>
    /// <param name="bias">Broadcast over [B, heads, queries, keys].</param>
    public AttentionMask Plus(torch.Tensor bias) => new(Scores is null ? bias : bias + Scores, isCausal: false);

    /// <summary>What is added, for an attention of this shape; null for nothing, or for a causal mask that needs no tensor.</summary>
    internal torch.Tensor? Added(torch.Tensor query, long keys)
    {
        if (IsCausal || Scores is null || Scores.dim() == 2 || !query.is_cpu()) return IsCausal ? null : Scores;
        // On the CPU scores are a tensor of this size anyway: spread the mask out once instead of in every layer.
        return _spread ??= Scores.expand(query.size(0), query.size(1), query.size(2), keys).contiguous();
    }

    // [B, 1, 1, keys]
    private static torch.Tensor Padding(torch.Tensor tokens, long keys, long virtualPositions, torch.ScalarType type)
    {
        var width = tokens.size(1);
        if (width + virtualPositions == keys && virtualPositions > 0)
            tokens = torch.cat([tokens.new_ones([tokens.size(0), virtualPositions]), tokens], dim: 1);
        else if (width != keys)
            throw new PluginHostException($"{Fields.AttentionMask} has {width} columns, and the model attends to {keys} positions"
                + (virtualPositions > 0 ? $", {virtualPositions} of them virtual" : "")
                + "; it needs one column for each earlier and each new token.");
        return (1 - tokens.to(type)).mul_(Forbidden).unsqueeze(1).unsqueeze(1);
    }
}
