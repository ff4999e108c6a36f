// Vectors by number.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Rows of a table by number. Parameter: weight (num_embeddings, embedding_dim), normal at first, zero at padding_idx.</summary>
    public class Embedding : nn.Module<Tensor, Tensor>
    {
        private Parameter _weight;
        private readonly bool _scaleByFrequency;
        private readonly bool _sparse;
        private readonly double? _maxNorm;
        private readonly double _normType;

        public Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            : base(nameof(Embedding))
        {
            _maxNorm = max_norm;
            _normType = norm_type;
            this.num_embeddings = num_embeddings;
            embedding_dim = embedding_dims;
            this.padding_idx = padding_idx < 0 ? num_embeddings + padding_idx : padding_idx;
            _scaleByFrequency = scale_grad_by_freq;
            _sparse = sparse;
            _weight = new Parameter(empty(num_embeddings, embedding_dims, dtype, device));
            nn.init.normal_(_weight);
            if (this.padding_idx is { } padding)
                using (no_grad())
                using (var row = _weight[padding])
                    row.zero_();
            register_parameter("weight", _weight);
        }

        public long num_embeddings { get; }

        public long embedding_dim { get; }

        public long? padding_idx { get; }

        public Parameter weight
        {
            get => _weight;
            set
            {
                ArgumentNullException.ThrowIfNull(value);
                register_parameter("weight", value);
                _weight = value;
            }
        }

        public override Tensor forward(Tensor input)
        {
            // Rows that are too long are shortened in the table itself.
            if (_maxNorm is { } limit)
                using (no_grad())
                using (var numbers = input.reshape(-1))
                    Calls.embedding_renorm_(_weight, numbers, limit, _normType);
            return Calls.embedding(_weight, input, padding_idx ?? -1, _scaleByFrequency, _sparse);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_embeddings, embedding_dims, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse, device, dtype);

            public static Modules.Embedding Embedding_from_pretrained(Tensor embeddings, bool freeze = true, long? padding_idx = null)
            {
                var made = new Modules.Embedding(embeddings.size(0), embeddings.size(1), padding_idx, device: embeddings.device, dtype: embeddings.dtype);
                made.weight = new Modules.Parameter(embeddings, !freeze);
                return made;
            }
        }
    }
}
