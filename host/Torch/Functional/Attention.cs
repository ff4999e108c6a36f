// Attention from batched products, where libtorch has no operator for it (before 2.0).
using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace TorchSharp;

internal static class Attention
{
    // Causal masks by length: added by the same product that makes the scores, so they cost no pass of their own.
    private static readonly ConcurrentDictionary<(long Queries, long Keys, ScalarType Type, string Device), Tensor> s_causal = new();

    internal static Tensor Composed(Tensor query, Tensor key, Tensor value, Tensor? mask, double dropout, bool causal, double? scale, bool grouped)
    {
        var shape = query.shape;
        var rank = shape.Length;
        if (rank < 2 || key.dim() != rank || value.dim() != rank)
            throw new ArgumentException($"scaled_dot_product_attention: expected query, key and value of one rank of at least 2, got {query.Described()}, {key.Described()}, {value.Described()}.", nameof(query));
        if (grouped && rank >= 3)
        {
            var repeats = query.size(-3) / key.size(-3);
            if (repeats * key.size(-3) != query.size(-3))
                throw new ArgumentException($"scaled_dot_product_attention: {query.size(-3)} query heads are no multiple of {key.size(-3)} key heads.", nameof(key));
            if (repeats > 1)
            {
                key = key.repeat_interleave(repeats, rank - 3);
                value = value.repeat_interleave(repeats, rank - 3);
            }
        }
        var queries = query.size(-2);
        var width = query.size(-1);
        var keys = key.size(-2);
        var factor = scale ?? 1.0 / Math.Sqrt(width);
        var q = query.reshape(-1, queries, width);
        var k = key.reshape(-1, keys, width).transpose(1, 2);
        var v = value.reshape(-1, keys, value.size(-1));

        Tensor scores;
        var bias = causal ? Causal(queries, keys, query.dtype, query.device) : Additive(mask, shape, queries, keys, query.dtype);
        if (bias is null)
            // Not baddbmm with beta = 0: before 2.0 its kernel for small products multiplies beta with memory that nobody has written.
            scores = Calls.bmm(q.mul(factor), k);
        else
            scores = baddbmm(bias, q, k, 1, factor);
        var weights = Calls.softmax_int(scores, -1, null);
        if (dropout > 0)
            weights = Calls.dropout(weights, dropout, true);
        var mixed = Calls.bmm(weights, v);
        shape[^1] = value.size(-1);
        return mixed.view(shape);
    }

    private static Tensor Causal(long queries, long keys, ScalarType type, Device device)
    {
        var place = (queries, keys, type, device.ToString());
        if (s_causal.TryGetValue(place, out var known))
            return known;
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var mask = full([queries, keys], double.NegativeInfinity, type, device).triu(1).unsqueeze(0).DetachFromDisposeScope();
        // Generation asks for every length once; what is small to make again is not kept for ever.
        if (s_causal.Count >= 64)
            s_causal.Clear();
        s_causal[place] = mask;
        return mask;
    }

    // A mask of any broadcastable shape as (batch·heads or 1, queries, keys) in the scores' type.
    private static Tensor? Additive(Tensor? mask, long[] shape, long queries, long keys, ScalarType type)
    {
        if (mask is null)
            return null;
        var added = mask;
        if (mask.dtype == ScalarType.Bool)
            added = zeros(mask.shape, type, mask.device).masked_fill_(mask.logical_not(), double.NegativeInfinity);
        else if (mask.dtype != type)
            added = mask.to(type);
        var own = added.shape;
        if (own.Length <= 2 || own[..^2].All(extent => extent == 1))
            return own.Length <= 2 ? added.expand(queries, keys).unsqueeze(0) : added.reshape(1, own[^2], own[^1]).expand(1, queries, keys);
        long[] wanted = [.. shape[..^2], queries, keys];
        return added.expand(wanted).reshape(-1, queries, keys);
    }
}
