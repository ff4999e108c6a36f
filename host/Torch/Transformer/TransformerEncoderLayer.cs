// A layer that looks at itself and then transforms every place.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// x ← norm1(x + self_attn(x)), x ← norm2(x + linear2(activation(linear1(x)))), with dropout before each sum (Vaswani et al. 2017). Shape (S, N, d_model).
    /// </summary>
    public class TransformerEncoderLayer : nn.Module<Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor, Tensor>
    {
        private readonly MultiheadAttention self_attn;
        private readonly Linear linear1;
        private readonly Linear linear2;
        private readonly LayerNorm norm1;
        private readonly LayerNorm norm2;
        private readonly double _dropout;
        private readonly nn.Activations _activation;
        private readonly (long Width, long Heads, long Inner) _sizes;

        public TransformerEncoderLayer(long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1, nn.Activations activation = nn.Activations.ReLU)
            : base(nameof(TransformerEncoderLayer))
        {
            self_attn = nn.MultiheadAttention(d_model, nhead, dropout);
            linear1 = nn.Linear(d_model, dim_feedforward);
            linear2 = nn.Linear(dim_feedforward, d_model);
            norm1 = nn.LayerNorm(d_model);
            norm2 = nn.LayerNorm(d_model);
            (_dropout, _activation, _sizes) = (dropout, activation, (d_model, nhead, dim_feedforward));
            RegisterComponents();
        }

        public override Tensor forward(Tensor src) => Forward(src, null, null);

        /// <param name="src">The sequences (S, N, d_model).</param>
        /// <param name="src_mask">Where a place must not look (S, S).</param>
        /// <param name="src_key_padding_mask">True where a place is padding (N, S).</param>
        public Tensor call(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask) => Forward(src, src_mask, src_key_padding_mask);

        public Tensor call(Tensor src, Tensor? src_mask) => Forward(src, src_mask, null);

        private Tensor Forward(Tensor src, Tensor? mask, Tensor? padding)
        {
            using var scope = NewDisposeScope();
            var x = norm1.call(src + Dropped(self_attn.call(src, src, src, padding, false, mask).Item1));
            var inner = Dropped(Activate(_activation, linear1.call(x)));
            return norm2.call(x + Dropped(linear2.call(inner))).MoveToOuterDisposeScope();
        }

        private Tensor Dropped(Tensor x) => nn.functional.dropout(x, _dropout, training);

        internal static Tensor Activate(nn.Activations activation, Tensor x) => activation == nn.Activations.GELU ? nn.functional.gelu(x) : nn.functional.relu(x);

        /// <summary>A layer of the same sizes with the same values.</summary>
        internal TransformerEncoderLayer Copy()
        {
            var copy = new TransformerEncoderLayer(_sizes.Width, _sizes.Heads, _sizes.Inner, _dropout, _activation);
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
            /// <summary>The activations of transformers' inner layers.</summary>
            public enum Activations
            {
                ReLU = 0,
                GELU = 1,
            }

            public static Modules.TransformerEncoderLayer TransformerEncoderLayer(long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU) =>
                new(d_model, nhead, dim_feedforward, dropout, activation);
        }
    }
}
