// Attention over heads, and the ways in and out of heads.
using TorchSharp;
using static TorchSharp.torch.nn;

namespace PluginHost.Layers;

/// <summary>Attention over heads: softmax(q kᵀ · scale + mask) v (Vaswani et al. 2017).</summary>
public static class Attention
{
    /// <summary>One attention.</summary>
    /// <param name="query">[B, heads, queries, head dimension].</param>
    /// <param name="key">[B, key/value heads, keys, head dimension]; fewer heads than the query's serve groups of them.</param>
    /// <param name="value">Shaped as <paramref name="key"/>.</param>
    /// <param name="mask">What is added to the scores.</param>
    /// <param name="dropout">Probability of dropping a weight; 0 where the module is not training.</param>
    /// <param name="scale">Factor on the scores; null for 1/√(head dimension).</param>
    /// <returns>[B, queries, heads · head dimension], contiguous.</returns>
    public static torch.Tensor Compute(torch.Tensor query, torch.Tensor key, torch.Tensor value, AttentionMask mask, double dropout = 0, double? scale = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(mask);
        return MergeHeads(functional.scaled_dot_product_attention(query, key, value, mask.Added(query, key.size(2)), dropout, mask.IsCausal, scale,
            enable_gqa: query.size(1) != key.size(1)));
    }

    /// <summary>Queries, keys and values from one projection, with one copy for all three.</summary>
    /// <param name="projected">[B, T, 3 · heads · head dimension], queries first.</param>
    /// <param name="heads">How many heads there are.</param>
    /// <returns>Three tensors [B, heads, T, head dimension].</returns>
    public static (torch.Tensor Query, torch.Tensor Key, torch.Tensor Value) SplitQueryKeyValue(torch.Tensor projected, int heads)
    {
        ArgumentNullException.ThrowIfNull(projected);
        var (batch, length, width) = (projected.size(0), projected.size(1), projected.size(2));
        var parts = projected.view(batch, length, 3, heads, width / (3 * heads)).permute(2, 0, 3, 1, 4).contiguous().unbind(0);
        return (parts[0], parts[1], parts[2]);
    }

    /// <summary>[B, T, heads · head dimension] as [B, heads, T, head dimension], a view.</summary>
    public static torch.Tensor SplitHeads(torch.Tensor projected, int heads)
    {
        ArgumentNullException.ThrowIfNull(projected);
        return projected.view(projected.size(0), projected.size(1), heads, projected.size(2) / heads).transpose(1, 2);
    }

    /// <summary>[B, heads, T, head dimension] as [B, T, heads · head dimension].</summary>
    public static torch.Tensor MergeHeads(torch.Tensor heads)
    {
        ArgumentNullException.ThrowIfNull(heads);
        return heads.transpose(1, 2).reshape(heads.size(0), heads.size(2), heads.size(1) * heads.size(3));
    }
}
