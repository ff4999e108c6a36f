// The multinomial distribution: how often each class comes up.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>How often each of K classes comes up in total_count draws; probs or logits (…, K), normalised here.</summary>
    public class Multinomial : Distribution
    {
        private readonly Categorical _categorical;

        public Multinomial(int total_count, Tensor? probs = null, Tensor? logits = null, Generator? generator = null)
            : this(total_count, new Categorical(probs, logits, generator), generator)
        {
        }

        private Multinomial(int total_count, Categorical categorical, Generator? generator)
            : base(generator, categorical.batch_shape, categorical.num_events)
        {
            this.total_count = total_count;
            _categorical = categorical;
        }

        public int total_count { get; }

        public Tensor probs => _categorical.probs;

        public Tensor logits => _categorical.logits;

        public long[] param_shape => _categorical.param_shape;

        public override Tensor mean => Scoped(() => total_count * probs);

        public override Tensor variance => Scoped(() => total_count * probs * (1 - probs));

        public override Tensor rsample(params long[] sample_shape) => Scoped(() =>
        {
            var draws = _categorical.sample([total_count, .. sample_shape]).movedim([0], [-1]);
            return zeros(ExtendedShape(sample_shape), probs.dtype, probs.device).scatter_add_(-1, draws, ones(draws.shape, probs.dtype, probs.device));
        });

        public override Tensor log_prob(Tensor value) => Scoped(() =>
        {
            var both = broadcast_tensors(logits, value);
            // 0 · log 0 counts for nothing.
            var scores = both[0].masked_fill((both[1] == 0) & both[0].isneginf(), 0);
            return (both[1].sum(-1) + 1).type_as(logits).lgamma() - (both[1] + 1).type_as(logits).lgamma().sum(-1) + (scores * both[1]).sum(-1);
        });

        public override Tensor entropy() => throw Missing("entropy");

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Multinomial(total_count, (Categorical)_categorical.expand(batch_shape.Shape), generator);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _categorical.Dispose();
            base.Dispose(disposing);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Multinomial Multinomial(int total_count, Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(total_count, probs, logits, generator);

            /// <summary>Every class alike.</summary>
            public static Modules.Multinomial Multinomial(int total_count, int categories, Generator? generator = null) => new(total_count, full([categories], 1.0 / categories), null, generator);
        }
    }
}
