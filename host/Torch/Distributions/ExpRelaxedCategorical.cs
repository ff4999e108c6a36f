// A differentiable relative of the categorical distribution, as logarithms.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>The logarithm of a relaxed unit vector: log softmax((logits + Gumbel noise) / temperature) (Maddison et al. 2016).</summary>
    public class ExpRelaxedCategorical : Distribution
    {
        private readonly Categorical _categorical;
        private readonly Tensor _temperature;

        public ExpRelaxedCategorical(Tensor temperature, Tensor? probs = null, Tensor? logits = null, Generator? generator = null)
            : this(temperature, new Categorical(probs, logits, generator), generator)
        {
        }

        private ExpRelaxedCategorical(Tensor temperature, Categorical categorical, Generator? generator)
            : base(generator, categorical.batch_shape, categorical.num_events)
        {
            _categorical = categorical;
            _temperature = Keep(temperature);
        }

        public Tensor temperature => _temperature;

        public Tensor probs => _categorical.probs;

        public Tensor logits => _categorical.logits;

        public long[] param_shape => _categorical.param_shape;

        public override Tensor mean => throw Missing("mean");

        public override Tensor variance => throw Missing("variance");

        public override Tensor rsample(params long[] sample_shape) => Scoped(() =>
        {
            var u = ClampProbs(rand(ExtendedShape(sample_shape), logits.dtype, logits.device, generator: generator));
            return ((logits - (-u.log()).log()) / _temperature).log_softmax(-1);
        });

        public override Tensor log_prob(Tensor value) => Scoped(() =>
        {
            var classes = (double)_categorical.num_events;
            var factor = full_like(_temperature, classes).lgamma() + _temperature.log() * (classes - 1);
            return (logits - value * _temperature).log_softmax(-1).sum(-1) + factor;
        });

        public override Tensor entropy() => throw Missing("entropy");

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new ExpRelaxedCategorical(_temperature, (Categorical)_categorical.expand(batch_shape.Shape), generator);

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
            public static Modules.ExpRelaxedCategorical ExpRelaxedCategorical(Tensor temperature, Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(temperature, probs, logits, generator);

            public static Modules.ExpRelaxedCategorical ExpRelaxedCategorical(Tensor temperature, float? probs, float? logits, Generator? generator = null) => new(temperature, ProbsAndLogits.Number(probs), ProbsAndLogits.Number(logits), generator);

            public static Modules.ExpRelaxedCategorical ExpRelaxedCategorical(Tensor temperature, double? probs, double? logits, Generator? generator = null) => new(temperature, ProbsAndLogits.Number(probs), ProbsAndLogits.Number(logits), generator);
        }
    }
}
