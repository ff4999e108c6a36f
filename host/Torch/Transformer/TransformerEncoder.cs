// Encoder layers one after the other.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Copies of a layer, called "layers.0", "layers.1", …, each on the result of the one before. Shape (S, N, d_model).</summary>
    public class TransformerEncoder : nn.Module<Tensor, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor>
    {
        private readonly ModuleList<TransformerEncoderLayer> layers;
        private readonly LayerNorm? norm;

        public TransformerEncoder(TransformerEncoderLayer encoder_layer, long num_layers)
            : this(encoder_layer, num_layers, null)
        {
        }

        internal TransformerEncoder(TransformerEncoderLayer encoder_layer, long num_layers, LayerNorm? norm)
            : base(nameof(TransformerEncoder))
        {
            layers = new ModuleList<TransformerEncoderLayer>(Enumerable.Range(0, (int)num_layers).Select(_ => encoder_layer.Copy()));
            this.norm = norm;
            RegisterComponents();
        }

        /// <param name="src">The sequences (S, N, d_model).</param>
        /// <param name="src_mask">Where a place must not look (S, S).</param>
        /// <param name="src_key_padding_mask">True where a place is padding (N, S).</param>
        public override Tensor forward(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask)
        {
            using var scope = NewDisposeScope();
            var x = src;
            foreach (var layer in layers)
                x = layer.call(x, src_mask, src_key_padding_mask);
            x = norm is null ? x : norm.call(x);
            return (ReferenceEquals(x, src) ? src.alias() : x).MoveToOuterDisposeScope();
        }

        public Tensor call(Tensor src, Tensor? src_mask) => base.call(src, src_mask, null);

        public Tensor call(Tensor src) => base.call(src, null, null);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.TransformerEncoder TransformerEncoder(Modules.TransformerEncoderLayer encoder_layer, long num_layers) => new(encoder_layer, num_layers);
        }
    }
}
