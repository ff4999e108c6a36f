// A differentiable relative of the Bernoulli distribution.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>Numbers in (0, 1) that tend to 0 and 1 as the temperature falls (Maddison et al. 2016, Jang et al. 2016).</summary>
    public class RelaxedBernoulli : TransformedDistribution
    {
        private readonly LogitRelaxedBernoulli _of;

        public RelaxedBernoulli(Tensor temperature, Tensor? probs = null, Tensor? logits = null, Generator? generator = null)
            : this(new LogitRelaxedBernoulli(temperature, probs, logits, generator), generator)
        {
        }

        private RelaxedBernoulli(LogitRelaxedBernoulli of, Generator? generator)
            : base(of, new distributions.transforms.SigmoidTransform(), generator) => _of = of;

        public Tensor temperature => _of.temperature;

        public Tensor probs => _of.probs;

        public Tensor logits => _of.logits;

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new RelaxedBernoulli((LogitRelaxedBernoulli)_of.expand(batch_shape.Shape), generator);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.RelaxedBernoulli RelaxedBernoulli(Tensor temperature, Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(temperature, probs, logits, generator);

            public static Modules.RelaxedBernoulli RelaxedBernoulli(Tensor temperature, float? probs, float? logits, Generator? generator = null) => new(temperature, ProbsAndLogits.Number(probs), ProbsAndLogits.Number(logits), generator);

            public static Modules.RelaxedBernoulli RelaxedBernoulli(Tensor temperature, double? probs, double? logits, Generator? generator = null) => new(temperature, ProbsAndLogits.Number(probs), ProbsAndLogits.Number(logits), generator);
        }
    }
}
