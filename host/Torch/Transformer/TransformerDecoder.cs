// Decoder layers one after the other.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Copies of a layer, called "layers.0", "layers.1", …, each on the result of the one before. Shapes (T, N, d_model) and (S, N, d_model).</summary>
    public class TransformerDecoder : nn.Module<Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
    {
        private readonly ModuleList<TransformerDecoderLayer> layers;
        private readonly LayerNorm? norm;

        public TransformerDecoder(TransformerDecoderLayer decoder_layer, long num_layers)
            : this(decoder_layer, num_layers, null)
        {
        }

        internal TransformerDecoder(TransformerDecoderLayer decoder_layer, long num_layers, LayerNorm? norm)
            : base(nameof(TransformerDecoder))
        {
            layers = new ModuleList<TransformerDecoderLayer>(Enumerable.Range(0, (int)num_layers).Select(_ => decoder_layer.Copy()));
            this.norm = norm;
            RegisterComponents();
        }

        public override Tensor forward(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null)
        {
            using var scope = NewDisposeScope();
            var x = tgt;
            foreach (var layer in layers)
                x = layer.call(x, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);
            x = norm is null ? x : norm.call(x);
            return (ReferenceEquals(x, tgt) ? tgt.alias() : x).MoveToOuterDisposeScope();
        }

        public new Tensor call(Tensor tgt, Tensor memory, Tensor? tgt_mask, Tensor? memory_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null) =>
            base.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

        public Tensor call(Tensor tgt, Tensor memory) => base.call(tgt, memory, null, null, null, null);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.TransformerDecoder TransformerDecoder(Modules.TransformerDecoderLayer decoder_layer, long num_layers) => new(decoder_layer, num_layers);
        }
    }
}
