// Sums, means or maxima of vectors by number.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// The sum, mean or maximum of a bag's rows of a table. Bags are the rows of a matrix of numbers (bags, numbers), or the parts of a vector of
    /// numbers that begin at the offsets. Parameter: weight (num_embeddings, embedding_dim), normal at first.
    /// </summary>
    public class EmbeddingBag : nn.Module<Tensor, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor>
    {
        private readonly double? _maxNorm;
        private readonly double _normType;
        private readonly bool _scaleByFrequency;
        private readonly EmbeddingBagMode _mode;
        private readonly bool _sparse;
        private readonly bool _includeLast;
        private readonly long? _padding;

        public EmbeddingBag(long num_embeddings, long embedding_dims, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false, bool include_last_offset = false, long padding_index = -1, Device? device = null, ScalarType? dtype = null)
            : base(nameof(EmbeddingBag))
        {
            (_maxNorm, _normType, _scaleByFrequency, _mode, _sparse, _includeLast) = (max_norm, norm_type, scale_grad_by_freq, mode, sparse, include_last_offset);
            _padding = padding_index >= 0 ? padding_index : null;
            register_parameter("weight", new Parameter(nn.init.normal_(empty([num_embeddings, embedding_dims], dtype, device))));
        }

        public Parameter weight
        {
            get => get_parameter("weight")!;
            set => register_parameter("weight", value);
        }

        /// <param name="input">Numbers of rows: (bags, numbers), or (numbers) with offsets.</param>
        /// <param name="offsets">Where each bag begins in a vector of numbers.</param>
        /// <param name="perSampleWeights">What each vector is multiplied by, for sums only; input's shape.</param>
        public override Tensor forward(Tensor input, Tensor? offsets, Tensor? perSampleWeights)
        {
            ArgumentNullException.ThrowIfNull(input);
            if (input.dim() is not (1 or 2) || (input.dim() == 2) != (offsets is null))
                throw new ArgumentException($"EmbeddingBag: expected a matrix, or a vector with offsets, got {input.Described()} {(offsets is null ? "without" : "with")} offsets.", nameof(input));
            if (perSampleWeights is not null && _mode != EmbeddingBagMode.Sum)
                throw new ArgumentException($"EmbeddingBag: weights of vectors are for sums, the mode is {_mode}.", nameof(perSampleWeights));
            using var scope = NewDisposeScope();
            if (input.dim() == 2)
            {
                offsets = arange(0, input.numel(), input.size(1), input.dtype, input.device);
                if (_includeLast)
                    offsets = cat([offsets, full([1], input.numel(), input.dtype, input.device)]);
                perSampleWeights = perSampleWeights?.reshape(-1);
                input = input.reshape(-1);
            }
            if (_maxNorm is { } limit)
                using (no_grad())
                    Calls.embedding_renorm_(weight, input, limit, _normType);
            return Calls.embedding_bag_padding_idx(weight, input, offsets!, _scaleByFrequency, (long)_mode, _sparse, perSampleWeights, _includeLast, _padding).Item1.MoveToOuterDisposeScope();
        }

        public new Tensor call(Tensor input, Tensor? offsets, Tensor? perSampleWeights) => base.call(input, offsets, perSampleWeights);

        public Tensor call(Tensor input, Tensor offsets) => base.call(input, offsets, null);

        public Tensor call(Tensor input) => base.call(input, null, null);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.EmbeddingBag EmbeddingBag(long num_embeddings, long embedding_dims, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false, bool include_last_offset = false, long padding_index = -1, Device? device = null, ScalarType? dtype = null) =>
                new(num_embeddings, embedding_dims, max_norm, norm_type, scale_grad_by_freq, mode, sparse, include_last_offset, padding_index, device, dtype);

            /// <summary>A table with the given vectors, by default not trained.</summary>
            public static Modules.EmbeddingBag EmbeddingBag_from_pretrained(Tensor embeddings, bool freeze = true, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false, bool include_last_offset = false, long padding_index = -1, Device? device = null, ScalarType? dtype = null) =>
                new(embeddings.size(0), embeddings.size(1), max_norm, norm_type, scale_grad_by_freq, mode, sparse, include_last_offset, padding_index, device ?? embeddings.device, dtype ?? embeddings.dtype)
                {
                    weight = new Modules.Parameter(embeddings, !freeze),
                };
        }
    }
}
