// An encoder and a decoder.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The transformer of Vaswani et al. 2017: decoder(tgt, encoder(src)), both with a norm at their end. Shapes (S, N, d_model) and (T, N, d_model).</summary>
    public class Transformer : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly TransformerEncoder encoder;
        private readonly TransformerDecoder decoder;

        public Transformer(long d_model = 512, long nhead = 8, long num_encoder_layers = 6, long num_decoder_layers = 6, long dim_feedforward = 2048, double dropout = 0.1, nn.Activations activation = nn.Activations.ReLU)
            : base(nameof(Transformer))
        {
            using var first = new TransformerEncoderLayer(d_model, nhead, dim_feedforward, dropout, activation);
            using var second = new TransformerDecoderLayer(d_model, nhead, dim_feedforward, dropout, activation);
            encoder = new TransformerEncoder(first, num_encoder_layers, nn.LayerNorm(d_model));
            decoder = new TransformerDecoder(second, num_decoder_layers, nn.LayerNorm(d_model));
            RegisterComponents();
            // Copies of one layer would be the same; every matrix is drawn for itself.
            foreach (var parameter in parameters())
                if (parameter.dim() > 1)
                    nn.init.xavier_uniform_(parameter);
        }

        public override Tensor forward(Tensor src, Tensor tgt) => call(src, tgt, null);

        /// <param name="src">What is read (S, N, d_model).</param>
        /// <param name="tgt">What is written (T, N, d_model).</param>
        /// <param name="src_mask">Where a read place must not look (S, S).</param>
        /// <param name="tgt_mask">Where a written place must not look (T, T).</param>
        /// <param name="memory_mask">Where a written place must not look among the read ones (T, S).</param>
        /// <param name="src_key_padding_mask">True where a read place is padding (N, S).</param>
        /// <param name="tgt_key_padding_mask">True where a written place is padding (N, T).</param>
        /// <param name="memory_key_padding_mask">True where the encoder's result is padding (N, S).</param>
        public Tensor call(Tensor src, Tensor tgt, Tensor? src_mask, Tensor? tgt_mask = null, Tensor? memory_mask = null, Tensor? src_key_padding_mask = null, Tensor? tgt_key_padding_mask = null, Tensor? memory_key_padding_mask = null)
        {
            using var memory = encoder.call(src, src_mask, src_key_padding_mask);
            return decoder.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Transformer Transformer(long d_model = 512, long nhead = 8, long num_encoder_layers = 6, long num_decoder_layers = 6, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU) =>
                new(d_model, nhead, num_encoder_layers, num_decoder_layers, dim_feedforward, dropout, activation);
        }
    }
}
