// The negative binomial distribution: successes before a number of failures.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>How many trials succeed, each with probability p, before total_count have failed.</summary>
    public class NegativeBinomial : Distribution
    {
        private readonly ProbsAndLogits _p;
        private readonly Tensor _count;

        public NegativeBinomial(Tensor total_count, Tensor? p = null, Tensor? l = null, Generator? generator = null)
            : base(generator)
        {
            using var scope = NewDisposeScope();
            var given = p ?? l;
            var both = given is null ? [] : broadcast_tensors(total_count.type_as(given), given);
            _p = new ProbsAndLogits(nameof(NegativeBinomial), p is null ? null : both[1], l is null ? null : both[1], Keep, probs => ProbsToLogits(probs, true), logits => LogitsToProbs(logits, true));
            _count = Keep(both[0]);
            batch_shape = _count.shape;
        }

        public Tensor total_count => _count;

        public Tensor probs => _p.Probs;

        public Tensor logits => _p.Logits;

        public override Tensor mean => Scoped(() => _count * logits.exp());

        public override Tensor mode => Scoped(() => ((_count - 1) * logits.exp()).floor().clamp_min(0));

        public override Tensor variance => Scoped(() => mean / (-logits).sigmoid());

        // A Poisson distribution whose rate is gamma distributed.
        public override Tensor rsample(params long[] sample_shape) => Scoped(() =>
        {
            using var grad = no_grad();
            using var rates = new Gamma(_count, (-logits).exp(), generator);
            return poisson(rates.sample(sample_shape), generator);
        });

        public override Tensor log_prob(Tensor value) => Scoped(() =>
        {
            var unnormalized = _count * nn.functional.logsigmoid(-logits) + value * nn.functional.logsigmoid(logits);
            var normalizer = -(_count + value).lgamma() + (value + 1).lgamma() + _count.lgamma();
            return unnormalized - normalizer.masked_fill(_count + value == 0, 0);
        });

        public override Tensor entropy() => throw Missing("entropy");

        public override Distribution expand(Size batch_shape, Distribution? instance = null)
        {
            var (probs, logits) = _p.Expanded(batch_shape.Shape);
            return new NegativeBinomial(_count.expand(batch_shape.Shape), probs, logits, generator);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.NegativeBinomial NegativeBinomial(Tensor total_count, Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(total_count, probs, logits, generator);

            public static Modules.NegativeBinomial NegativeBinomial(int total_count, float? probs, float? logits, Generator? generator = null) => new(tensor(total_count), ProbsAndLogits.Number(probs), ProbsAndLogits.Number(logits), generator);

            public static Modules.NegativeBinomial NegativeBinomial(int total_count, double? probs, double? logits, Generator? generator = null) => new(tensor(total_count), ProbsAndLogits.Number(probs), ProbsAndLogits.Number(logits), generator);
        }
    }
}
