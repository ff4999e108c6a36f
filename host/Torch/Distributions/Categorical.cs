// The categorical distribution: one of several classes.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>A class 0 … K − 1; probs or logits (…, K), normalised here.</summary>
    public class Categorical : Distribution
    {
        private readonly ProbsAndLogits _p;

        public Categorical(Tensor? probs = null, Tensor? logits = null, Generator? generator = null)
            : base(generator)
        {
            if ((probs ?? logits)?.dim() < 1)
                throw new ArgumentException($"Categorical: expected probabilities of at least one dimension, got {(probs ?? logits)!.Described()}.", nameof(probs));
            using var scope = NewDisposeScope();
            _p = new ProbsAndLogits(nameof(Categorical), probs is null ? null : probs / probs.sum(-1, true), logits is null ? null : logits - logits.logsumexp(-1, true),
                Keep, p => ProbsToLogits(p), l => LogitsToProbs(l));
            batch_shape = new Size(_p.Given.shape[..^1]);
        }

        public Tensor probs => _p.Probs;

        public Tensor logits => _p.Logits;

        public long[] param_shape => _p.Given.shape;

        internal long num_events => _p.Given.size(-1);

        internal ProbsAndLogits Parameters => _p;

        public override Tensor mean => full(ExtendedShape(), double.NaN, probs.dtype, probs.device);

        public override Tensor mode => probs.argmax(-1);

        public override Tensor variance => full(ExtendedShape(), double.NaN, probs.dtype, probs.device);

        public override Tensor rsample(params long[] sample_shape) => Scoped(() =>
        {
            using var grad = no_grad();
            var draws = new Size(sample_shape).numel();
            return multinomial(probs.reshape(-1, num_events), draws, true, generator).t().reshape(ExtendedShape(sample_shape));
        });

        public override Tensor log_prob(Tensor value) => Scoped(() =>
        {
            var both = broadcast_tensors(value.to(ScalarType.Int64).unsqueeze(-1), logits);
            return both[1].gather(-1, both[0].narrow(-1, 0, 1)).squeeze(-1);
        });

        public override Tensor entropy() => Scoped(() => -(logits.clamp_min(-Limits.Largest(logits.dtype)) * probs).sum(-1));

        public override Tensor enumerate_support(bool expand = true) => Scoped(() =>
        {
            var values = arange(num_events, ScalarType.Int64, _p.Given.device).view([-1, .. Enumerable.Repeat(1L, batch_shape.Length)]);
            return expand ? values.expand([num_events, .. batch_shape.Shape]) : values;
        });

        public override Distribution expand(Size batch_shape, Distribution? instance = null)
        {
            var (probs, logits) = _p.Expanded([.. batch_shape.Shape, num_events]);
            return new Categorical(probs, logits, generator);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Categorical Categorical(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(probs, logits, generator);

            /// <summary>Every class alike.</summary>
            public static Modules.Categorical Categorical(int categories, Generator? generator = null) => new(full([categories], 1.0 / categories), null, generator);
        }
    }
}
