// The Dirichlet distribution.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>Points of a simplex with density proportional to ∏ xᵢ^(αᵢ − 1); the concentration α is (…, K).</summary>
    public class Dirichlet : Distribution
    {
        internal readonly Tensor concentration;

        public Dirichlet(Tensor concentration, Generator? generator = null)
            : base(generator)
        {
            if (concentration.dim() < 1)
                throw new ArgumentException($"Dirichlet: expected a concentration of at least one dimension, got {concentration.Described()}.", nameof(concentration));
            this.concentration = Keep(concentration);
            var shape = concentration.shape;
            _init(new Size(shape[..^1]), shape[^1]);
        }

        public override Tensor mean => Scoped(() => concentration / concentration.sum(-1, true));

        /// <summary>Where all concentrations are below 1 the density has no maximum inside; then the corner of the largest one.</summary>
        public override Tensor mode => Scoped(() =>
        {
            var above = (concentration - 1).clamp_min(0);
            var inside = above / above.sum(-1, true);
            var corner = nn.functional.one_hot(inside.argmax(-1), concentration.size(-1)).type_as(concentration);
            return torch.where((concentration < 1).all(-1, true), corner, inside);
        });

        public override Tensor variance => Scoped(() =>
        {
            var total = concentration.sum(-1, true);
            return concentration * (total - concentration) / (total.square() * (total + 1));
        });

        public override Tensor rsample(params long[] sample_shape) => Scoped(() => Calls._sample_dirichlet(concentration.expand(ExtendedShape(sample_shape)), generator));

        public override Tensor log_prob(Tensor value) => Scoped(() =>
            xlogy(concentration - 1, value).sum(-1) + concentration.sum(-1).lgamma() - concentration.lgamma().sum(-1));

        public override Tensor entropy() => Scoped(() =>
        {
            var total = concentration.sum(-1);
            return concentration.lgamma().sum(-1) - total.lgamma() - (concentration.size(-1) - total) * total.digamma() - ((concentration - 1) * concentration.digamma()).sum(-1);
        });

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Dirichlet(concentration.expand([.. batch_shape.Shape, .. event_shape.Shape]), generator);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Dirichlet Dirichlet(Tensor concentration, Generator? generator = null) => new(concentration, generator);
        }
    }
}
