// The binomial distribution: successes among a number of trials.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>How many of total_count trials succeed, each with probability p.</summary>
    public class Binomial : Distribution
    {
        private readonly ProbsAndLogits _p;
        private readonly Tensor _count;

        public Binomial(Tensor total_count, Tensor? p = null, Tensor? l = null, Generator? generator = null)
            : base(generator)
        {
            using var scope = NewDisposeScope();
            // Both in one shape and type before anything is kept.
            var given = p ?? l;
            var both = given is null ? [] : broadcast_tensors(total_count.type_as(given), given);
            _p = new ProbsAndLogits(nameof(Binomial), p is null ? null : both[1], l is null ? null : both[1], Keep, probs => ProbsToLogits(probs, true), logits => LogitsToProbs(logits, true));
            _count = Keep(both[0]);
            batch_shape = _count.shape;
        }

        public Tensor total_count => _count;

        public Tensor probs => _p.Probs;

        public Tensor logits => _p.Logits;

        public override Tensor mean => Scoped(() => _count * probs);

        public override Tensor mode => Scoped(() => ((_count + 1) * probs).floor().minimum(_count));

        public override Tensor variance => Scoped(() => _count * probs * (1 - probs));

        public override Tensor rsample(params long[] sample_shape) => Scoped(() =>
        {
            using var grad = no_grad();
            var shape = ExtendedShape(sample_shape);
            return Calls.binomial(_count.expand(shape), probs.expand(shape), generator);
        });

        public override Tensor log_prob(Tensor value) => Scoped(() =>
        {
            var normalizer = _count * ClampByZero(logits) + _count * (-logits.abs()).exp().log1p() - (_count + 1).lgamma();
            return value * logits - (value + 1).lgamma() - (_count - value + 1).lgamma() - normalizer;
        });

        /// <summary>Summed over the support; all counts of a batch must be the same.</summary>
        public override Tensor entropy() => Scoped(() =>
        {
            var densities = log_prob(enumerate_support(false));
            return -(densities.exp() * densities).sum(0);
        });

        public override Tensor enumerate_support(bool expand = true) => Scoped(() =>
        {
            var largest = _count.max().ToInt64();
            if (_count.min().ToInt64() != largest)
                throw new NotSupportedException("Binomial: the support can be listed where all total counts are the same only.");
            var values = arange(largest + 1, _count.dtype, _count.device).view([-1, .. Enumerable.Repeat(1L, batch_shape.Length)]);
            return expand ? values.expand([largest + 1, .. batch_shape.Shape]) : values;
        });

        public override Distribution expand(Size batch_shape, Distribution? instance = null)
        {
            var (probs, logits) = _p.Expanded(batch_shape.Shape);
            return new Binomial(_count.expand(batch_shape.Shape), probs, logits, generator);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Binomial Binomial(Tensor total_count, Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(total_count, probs, logits, generator);

            public static Modules.Binomial Binomial(int total_count, float? probs, float? logits, Generator? generator = null) => new(tensor(total_count), ProbsAndLogits.Number(probs), ProbsAndLogits.Number(logits), generator);

            public static Modules.Binomial Binomial(int total_count, double? probs, double? logits, Generator? generator = null) => new(tensor(total_count), ProbsAndLogits.Number(probs), ProbsAndLogits.Number(logits), generator);
        }
    }
}
