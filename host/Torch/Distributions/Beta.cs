// The beta distribution.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>Density proportional to x^(concentration1 − 1) · (1 − x)^(concentration0 − 1) on (0, 1).</summary>
    public class Beta : Distribution
    {
        protected Dirichlet dirichlet;

        public Beta(Tensor concentration1, Tensor concentration0, Generator? generator = null)
            : base(generator)
        {
            using var scope = NewDisposeScope();
            dirichlet = new Dirichlet(stack(broadcast_tensors(concentration1, concentration0), -1), generator);
            batch_shape = dirichlet.batch_shape;
        }

        private Tensor Concentration1 => dirichlet.concentration.select(-1, 0);

        private Tensor Concentration0 => dirichlet.concentration.select(-1, 1);

        public override Tensor mean => Scoped(() => Concentration1 / (Concentration1 + Concentration0));

        public override Tensor mode => Scoped(() => dirichlet.mode.select(-1, 0));

        public override Tensor variance => Scoped(() =>
        {
            var total = Concentration1 + Concentration0;
            return Concentration1 * Concentration0 / (total.square() * (total + 1));
        });

        public override Tensor rsample(params long[] sample_shape) => Scoped(() => dirichlet.rsample(sample_shape).select(-1, 0));

        public override Tensor log_prob(Tensor value) => Scoped(() => dirichlet.log_prob(stack([value, 1 - value], -1)));

        public override Tensor entropy() => dirichlet.entropy();

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Beta(Concentration1.expand(batch_shape.Shape), Concentration0.expand(batch_shape.Shape), generator);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                dirichlet.Dispose();
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
            public static Modules.Beta Beta(Tensor concentration1, Tensor concentration0, Generator? generator = null) => new(concentration1, concentration0, generator);
        }
    }
}
