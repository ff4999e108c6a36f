// A differentiable relative of the one-hot categorical distribution.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>Points of a simplex that tend to its corners as the temperature falls (Maddison et al. 2016, Jang et al. 2016).</summary>
    public class RelaxedOneHotCategorical : TransformedDistribution
    {
        private readonly ExpRelaxedCategorical _of;

        public RelaxedOneHotCategorical(Tensor temperature, Tensor? probs = null, Tensor? logits = null, Generator? generator = null)
            : this(new ExpRelaxedCategorical(temperature, probs, logits, generator), generator)
        {
        }

        private RelaxedOneHotCategorical(ExpRelaxedCategorical of, Generator? generator)
            : base(of, new distributions.transforms.ExpTransform(), generator) => _of = of;

        public Tensor temperature => _of.temperature;

        public Tensor probs => _of.probs;

        public Tensor logits => _of.logits;

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new RelaxedOneHotCategorical((ExpRelaxedCategorical)_of.expand(batch_shape.Shape), generator);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.RelaxedOneHotCategorical RelaxedOneHotCategorical(Tensor temperature, Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(temperature, probs, logits, generator);

            public static Modules.RelaxedOneHotCategorical RelaxedOneHotCategorical(Tensor temperature, float? probs, float? logits, Generator? generator = null) => new(temperature, ProbsAndLogits.Number(probs), ProbsAndLogits.Number(logits), generator);

            public static Modules.RelaxedOneHotCategorical RelaxedOneHotCategorical(Tensor temperature, double? probs, double? logits, Generator? generator = null) => new(temperature, ProbsAndLogits.Number(probs), ProbsAndLogits.Number(logits), generator);
        }
    }
}
