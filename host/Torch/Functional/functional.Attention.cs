// torch.nn.functional.scaled_dot_product_attention.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>
            /// softmax(query · keyᵀ · scale + mask) · value. Query (…, L, E), key (…, S, E), value (…, S, Ev). A bool mask says where to
            /// look; a float mask is added. The scale is 1/sqrt(E) when not given. With <paramref name="enable_gqa"/> key and value may
            /// have fewer heads (dimension −3), each serving a group of query heads.
            /// </summary>
            public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false, double? scale = null, bool enable_gqa = false)
            {
                if (is_casual && attn_mask is not null)
                    throw new ArgumentException("scaled_dot_product_attention: give a mask or is_casual, not both.", nameof(attn_mask));
                if (Dispatch.Exists(Op.scaled_dot_product_attention))
                    return Calls.scaled_dot_product_attention(query, key, value, attn_mask, p, is_casual, scale, enable_gqa);
                return Attention.Composed(query, key, value, attn_mask, p, is_casual, scale, enable_gqa);
            }
        }
    }
}
