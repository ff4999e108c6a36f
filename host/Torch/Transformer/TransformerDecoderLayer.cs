// A layer that looks at itself, at what is decoded from, and then transforms every place.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// x ← norm1(x + self_attn(x)), x ← norm2(x + multihead_attn(x, memory)), x ← norm3(x + linear2(activation(linear1(x)))), with dropout before each
    /// sum (Vaswani et al. 2017). Shapes (T, N, d_model) and (S, N, d_model).
    /// </summary>
    public class TransformerDecoderLayer : nn.Module<Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
    {
        private readonly MultiheadAttention self_attn;
        private readonly MultiheadAttention multihead_attn;
        private readonly Linear linear1;
        private readonly Linear linear2;
        private readonly LayerNorm norm1;
        private readonly LayerNorm norm2;
        private readonly LayerNorm norm3;
        private readonly double _dropout;
        private readonly nn.Activations _activation;
        private readonly (long Width, long Heads, long Inner) _sizes;

        public TransformerDecoderLayer(long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1, nn.Activations activation = nn.Activations.ReLU)
            : base(nameof(TransformerDecoderLayer))
        {
            self_attn = nn.MultiheadAttention(d_model, nhead, dropout);
            multihead_attn = nn.MultiheadAttention(d_model, nhead, dropout);
            linear1 = nn.Linear(d_model, dim_feedforward);
            linear2 = nn.Linear(dim_feedforward, d_model);
            norm1 = nn.LayerNorm(d_model);
            norm2 = nn.LayerNorm(d_model);
            norm3 = nn.LayerNorm(d_model);
            (_dropout, _activation, _sizes) = (dropout, activation, (d_model, nhead, dim_feedforward));
            RegisterComponents();
        }

        /// <param name="tgt">The sequences that are decoded (T, N, d_model).</param>
        /// <param name="memory">What they are decoded from (S, N, d_model).</param>
        /// <param name="tgt_mask">Where a place must not look among its own (T, T).</param>
        /// <param name="memory_mask">Where it must not look in the memory (T, S).</param>
        /// <param name="tgt_key_padding_mask">True where a place is padding (N, T).</param>
        /// <param name="memory_key_padding_mask">True where the memory is padding (N, S).</param>
        public override Tensor forward(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask, Tensor? tgt_key_padding_mask, Tensor? memory_key_padding_mask)
        {
            using var scope = NewDisposeScope();
            var x = norm1.call(tgt + Dropped(self_attn.call(tgt, tgt, tgt, tgt_key_padding_mask, false, tgt_mask).Item1));
            x = norm2.call(x + Dropped(multihead_attn.call(x, memory, memory, memory_key_padding_mask, false, memory_mask).Item1));
            var inner = Dropped(TransformerEncoderLayer.Activate(_activation, linear1.call(x)));
            return norm3.call(x + Dropped(linear2.call(inner))).MoveToOuterDisposeScope();
        }

        public new Tensor call(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null) =>
            base.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

        public Tensor call(Tensor tgt, Tensor memory) => base.call(tgt, memory, null, null, null, null);

        private Tensor Dropped(Tensor x) => nn.functional.dropout(x, _dropout, training);

        /// <summary>A layer of the same sizes with the same values.</summary>
        internal TransformerDecoderLayer Copy()
        {
            var copy = new TransformerDecoderLayer(_sizes.Width, _sizes.Heads, _sizes.Inner, _dropout, _activation);
            copy.load_state_dict(state_dict());
            return copy;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.TransformerDecoderLayer TransformerDecoderLayer(long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU) =>
                new(d_model, nhead, dim_feedforward, dropout, activation);
        }
    }
}
