// Attention of several heads.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// softmax(q·kᵀ / √d)·v in every head, and a projection of all heads (Vaswani et al. 2017). Query (L, N, E), key (S, N, kdim), value (S, N, vdim).
    /// Parameters: in_proj_weight (3E, E), or q_proj_weight, k_proj_weight and v_proj_weight where kdim or vdim differ; in_proj_bias; out_proj.
    /// </summary>
    public class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>
    {
        private readonly long _width;
        private readonly long _heads;
        private readonly double _dropout;
        private readonly bool _zero;
        private readonly bool _joint;
        private readonly Linear _output;

        public MultiheadAttention(long embedded_dim, long num_heads, double dropout = 0.0, bool bias = true, bool add_bias_kv = false, bool add_zero_attn = false, long? kdim = null, long? vdim = null)
            : base(nameof(MultiheadAttention))
        {
            if (num_heads < 1 || embedded_dim % num_heads != 0)
                throw new ArgumentException($"MultiheadAttention: a width of {embedded_dim} cannot be shared by {num_heads} heads.", nameof(num_heads));
            (_width, _heads, _dropout, _zero) = (embedded_dim, num_heads, dropout, add_zero_attn);
            _joint = (kdim ?? embedded_dim) == embedded_dim && (vdim ?? embedded_dim) == embedded_dim;
            if (_joint)
                Add("in_proj_weight", 3 * embedded_dim, embedded_dim);
            else
            {
                Add("q_proj_weight", embedded_dim, embedded_dim);
                Add("k_proj_weight", embedded_dim, kdim ?? embedded_dim);
                Add("v_proj_weight", embedded_dim, vdim ?? embedded_dim);
            }
            if (bias)
                register_parameter("in_proj_bias", new Parameter(zeros(3 * embedded_dim)));
            if (add_bias_kv)
            {
                register_parameter("bias_k", new Parameter(nn.init.xavier_normal_(empty(1, 1, embedded_dim))));
                register_parameter("bias_v", new Parameter(nn.init.xavier_normal_(empty(1, 1, embedded_dim))));
            }
            _output = nn.Linear(embedded_dim, embedded_dim, bias);
            if (bias)
                nn.init.zeros_(_output.bias!);
            register_module("out_proj", _output);

            void Add(string name, long rows, long columns) => register_parameter(name, new Parameter(nn.init.xavier_uniform_(empty(rows, columns))));
        }

        /// <param name="query">What asks (L, N, E).</param>
        /// <param name="key">What is compared with (S, N, kdim).</param>
        /// <param name="value">What is taken (S, N, vdim).</param>
        /// <param name="key_padding_mask">True where a key is padding (N, S), or numbers that are added.</param>
        /// <param name="need_weights">Whether the weights are returned as well, as means over the heads.</param>
        /// <param name="attn_mask">True where a query must not look (L, S) or (N · heads, L, S), or numbers that are added to the scores.</param>
        /// <returns>The result (L, N, E), and the weights (N, L, S) or null.</returns>
        public override Tuple<Tensor, Tensor> forward(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask)
        {
            if (query.dim() != 3 || key.dim() != 3 || value.dim() != 3)
                throw new ArgumentException($"MultiheadAttention: expected tensors (sequence, batch, width), got {query.Described()}, {key.Described()} and {value.Described()}.", nameof(query));
            using var scope = NewDisposeScope();
            var (length, batch) = (query.size(0), query.size(1));
            var (q, k, v) = Projected(query, key, value);
            var mask = Mask(attn_mask, q.dtype, batch);
            if (key_padding_mask is not null)
            {
                var padding = Additive(key_padding_mask, q.dtype).reshape(batch, 1, 1, key.size(0));
                mask = mask is null ? padding : mask + padding;
            }
            long more = 0;
            if (get_parameter("bias_k") is { } bias)
            {
                k = cat([k, bias.repeat(1, batch, 1)]);
                v = cat([v, get_parameter("bias_v")!.repeat(1, batch, 1)]);
                more++;
            }
            if (_zero)
            {
                k = cat([k, zeros_like(k.narrow(0, 0, 1))]);
                v = cat([v, zeros_like(v.narrow(0, 0, 1))]);
                more++;
            }
            if (mask is not null && more > 0)
                mask = nn.functional.pad(mask, (0, more));
            var (queries, keys, values) = (Heads(q), Heads(k), Heads(v));
            var dropout = training ? _dropout : 0;
            Tensor result;
            Tensor? weights = null;
            if (need_weights)
            {
                var scores = queries.matmul(keys.transpose(-2, -1)) / Math.Sqrt((double)_width / _heads);
                weights = (mask is null ? scores : scores + mask).softmax(-1);
                if (dropout > 0)
                    weights = nn.functional.dropout(weights, dropout);
                result = weights.matmul(values);
                weights = weights.mean([1L]).MoveToOuterDisposeScope();
            }
            else
                result = nn.functional.scaled_dot_product_attention(queries, keys, values, mask, dropout);
            var joined = result.permute(2, 0, 1, 3).reshape(length, batch, _width);
            return new(_output.call(joined).MoveToOuterDisposeScope(), weights!);
        }

        public new Tuple<Tensor, Tensor> call(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true, Tensor? attn_mask = null) =>
            base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

        private (Tensor, Tensor, Tensor) Projected(Tensor query, Tensor key, Tensor value)
        {
            var biases = get_parameter("in_proj_bias")?.chunk(3);
            if (!_joint)
                return (nn.functional.linear(query, get_parameter("q_proj_weight")!, biases?[0]), nn.functional.linear(key, get_parameter("k_proj_weight")!, biases?[1]), nn.functional.linear(value, get_parameter("v_proj_weight")!, biases?[2]));
            var weight = get_parameter("in_proj_weight")!;
            if (ReferenceEquals(query, key) && ReferenceEquals(key, value))
            {
                var all = nn.functional.linear(query, weight, get_parameter("in_proj_bias")).chunk(3, -1);
                return (all[0], all[1], all[2]);
            }
            var weights = weight.chunk(3);
            return (nn.functional.linear(query, weights[0], biases?[0]), nn.functional.linear(key, weights[1], biases?[1]), nn.functional.linear(value, weights[2], biases?[2]));
        }

        // (sequence, batch, width) to (batch, heads, sequence, width of a head).
        private Tensor Heads(Tensor tensor) => tensor.reshape(tensor.size(0), tensor.size(1), _heads, _width / _heads).permute(1, 2, 0, 3);

        private Tensor? Mask(Tensor? mask, ScalarType type, long batch) => mask is null ? null
            : mask.dim() == 2 ? Additive(mask, type).reshape(1, 1, mask.size(0), mask.size(1))
            : Additive(mask, type).reshape(batch, _heads, mask.size(1), mask.size(2));

        private static Tensor Additive(Tensor mask, ScalarType type) =>
            mask.dtype == ScalarType.Bool ? zeros(mask.shape, type, mask.device).masked_fill_(mask, double.NegativeInfinity) : mask;
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.MultiheadAttention MultiheadAttention(long embedded_dim, long num_heads, double dropout = 0.0, bool bias = true, bool add_bias_kv = false, bool add_zero_attn = false, long? kdim = null, long? vdim = null) =>
                new(embedded_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, kdim, vdim);
        }
    }
}
