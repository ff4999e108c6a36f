// The geometric distribution: failures before the first success.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>How many trials fail before the first succeeds, each with probability p: P(k) = (1 − p)^k p.</summary>
    public class Geometric : Distribution
    {
        private readonly ProbsAndLogits _p;

        public Geometric(Tensor? probs = null, Tensor? logits = null, Generator? generator = null)
            : base(generator)
        {
            _p = new ProbsAndLogits(nameof(Geometric), probs, logits, Keep, p => ProbsToLogits(p, true), l => LogitsToProbs(l, true));
            batch_shape = _p.Given.shape;
        }

        public Tensor probs => _p.Probs;

        public Tensor logits => _p.Logits;

        public override Tensor mean => Scoped(() => 1 / probs - 1);

        public override Tensor mode => zeros_like(probs);

        public override Tensor variance => Scoped(() => (1 / probs - 1) / probs);

        public override Tensor rsample(params long[] sample_shape) => Scoped(() =>
        {
            using var grad = no_grad();
            var uniform = rand(ExtendedShape(sample_shape), probs.dtype, probs.device, generator: generator).clamp_min(Limits.Tiny(probs.dtype));
            return (uniform.log() / (-probs).log1p()).floor();
        });

        public override Tensor log_prob(Tensor value) => Scoped(() => value * (-probs.masked_fill((probs == 1) & (value == 0), 0)).log1p() + probs.log());

        public override Tensor entropy() => Scoped(() => nn.functional.binary_cross_entropy_with_logits(logits, probs, reduction: nn.Reduction.None) / probs);

        public override Distribution expand(Size batch_shape, Distribution? instance = null)
        {
            var (probs, logits) = _p.Expanded(batch_shape.Shape);
            return new Geometric(probs, logits, generator);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Geometric Geometric(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(probs, logits, generator);
        }
    }
}
