// The Bernoulli distribution: 1 with a probability, else 0.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>1 with probability p, 0 otherwise. A logit is log(p / (1 − p)).</summary>
    public class Bernoulli : Distribution
    {
        private readonly ProbsAndLogits _p;

        public Bernoulli(Tensor? p = null, Tensor? l = null, Generator? generator = null)
            : base(generator)
        {
            _p = new ProbsAndLogits(nameof(Bernoulli), p, l, Keep, probs => ProbsToLogits(probs, true), logits => LogitsToProbs(logits, true));
            batch_shape = _p.Given.shape;
        }

        public Tensor probs => _p.Probs;

        public Tensor logits => _p.Logits;

        public override Tensor mean => probs;

        public override Tensor mode => Scoped(() => (probs >= 0.5).type_as(probs).masked_fill(probs == 0.5, double.NaN));

        public override Tensor variance => Scoped(() => probs * (1 - probs));

        public override Tensor rsample(params long[] sample_shape) => Scoped(() => bernoulli(probs.expand(ExtendedShape(sample_shape)), generator));

        public override Tensor log_prob(Tensor value) => Scoped(() =>
        {
            var both = broadcast_tensors(logits, value.type_as(logits));
            return -nn.functional.binary_cross_entropy_with_logits(both[0], both[1], reduction: nn.Reduction.None);
        });

        public override Tensor entropy() => Scoped(() => nn.functional.binary_cross_entropy_with_logits(logits, probs, reduction: nn.Reduction.None));

        public override Tensor enumerate_support(bool expand = true) => Scoped(() =>
        {
            var values = arange(2, _p.Given.dtype, _p.Given.device).view([2, .. Enumerable.Repeat(1L, batch_shape.Length)]);
            return expand ? values.expand([2, .. batch_shape.Shape]) : values;
        });

        public override Distribution expand(Size batch_shape, Distribution? instance = null)
        {
            var (probs, logits) = _p.Expanded(batch_shape.Shape);
            return new Bernoulli(probs, logits, generator);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Bernoulli Bernoulli(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(probs, logits, generator);

            public static Modules.Bernoulli Bernoulli(float? probs, float? logits, Generator? generator = null) => new(ProbsAndLogits.Number(probs), ProbsAndLogits.Number(logits), generator);

            public static Modules.Bernoulli Bernoulli(double? probs, double? logits, Generator? generator = null) => new(ProbsAndLogits.Number(probs), ProbsAndLogits.Number(logits), generator);
        }
    }
}
