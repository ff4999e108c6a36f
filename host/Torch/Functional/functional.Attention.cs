// torch.nn.functional.scaled_dot_product_attention.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private const string AttentionName = "aten::scaled_dot_product_attention";
            private static readonly string? s_attention = ReadSchema();

            // The arguments alone: the name of the operator has "scale" in it.
            private static string? ReadSchema() => Capabilities.Schema(AttentionName) is { } schema ? schema[schema.IndexOf('(', StringComparison.Ordinal)..] : null;

            /// <summary>
            /// softmax(query · keyᵀ · scale + mask) · value. Query (…, L, E), key (…, S, E), value (…, S, Ev). A bool mask says where to
            /// look; a float mask is added. The scale is 1/sqrt(E) when not given. With <paramref name="enable_gqa"/> key and value may
            /// have fewer heads (dimension −3), each serving a group of query heads.
            /// </summary>
            public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false, double? scale = null, bool enable_gqa = false)
            {
                if (is_casual && attn_mask is not null)
                    throw new ArgumentException("scaled_dot_product_attention: give a mask or is_casual, not both.", nameof(attn_mask));
                // The scale came in 2.1 and the groups in 2.5; what an operator cannot be asked for is composed.
                if (s_attention is { } schema && !schema.Contains("enable_gqa", StringComparison.Ordinal) && !enable_gqa && (scale is null || schema.Contains("scale", StringComparison.Ordinal)))
                    return (Tensor)(scale is null ? ops.call(AttentionName, query, key, value, attn_mask, p, is_casual) : ops.call(AttentionName, query, key, value, attn_mask, p, is_casual, scale))[0]!;
                if (s_attention?.Contains("enable_gqa", StringComparison.Ordinal) == true)
                    return Calls.scaled_dot_product_attention(query, key, value, attn_mask, p, is_casual, scale, enable_gqa);
                return Attention.Composed(query, key, value, attn_mask, p, is_casual, scale, enable_gqa);
            }
        }
    }
}
