// The Kumaraswamy distribution.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>On (0, 1) with the distribution function 1 − (1 − x^concentration1)^concentration0 (Kumaraswamy 1980).</summary>
    public class Kumaraswamy : TransformedDistribution
    {
        internal Kumaraswamy(Tensor concentration1, Tensor concentration0, Generator? generator)
            : base(generator)
        {
            (this.concentration1, this.concentration0) = KeepBroadcast(concentration1, concentration0);
            using var scope = NewDisposeScope();
            _init(new Uniform(zeros_like(this.concentration0), ones_like(this.concentration0), generator),
                [
                    new distributions.transforms.PowerTransform(this.concentration0.reciprocal()),
                    new distributions.transforms.AffineTransform(1, -1),
                    new distributions.transforms.PowerTransform(this.concentration1.reciprocal()),
                ]);
        }

        public Tensor concentration1 { get; }

        public Tensor concentration0 { get; }

        public override Tensor mean => Moment(1);

        public override Tensor mode => Scoped(() =>
        {
            var logarithm = concentration1.reciprocal() * ((concentration1 - 1).log() - (concentration1 * concentration0 - 1).log());
            return logarithm.exp().masked_fill((concentration0 < 1) | (concentration1 < 1), double.NaN);
        });

        public override Tensor variance => Scoped(() => Moment(2) - Moment(1).square());

        public override Tensor entropy() => Scoped(() =>
        {
            var harmonic = (concentration0 + 1).digamma() + euler_constant;
            return 1 - concentration0.reciprocal() + (1 - concentration1.reciprocal()) * harmonic - concentration1.log() - concentration0.log();
        });

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Kumaraswamy(concentration1.expand(batch_shape.Shape), concentration0.expand(batch_shape.Shape), generator);

        private Tensor Moment(int n) => Scoped(() =>
        {
            var argument = 1 + n / concentration1;
            return concentration0 * (argument.lgamma() + concentration0.lgamma() - (argument + concentration0).lgamma()).exp();
        });
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Kumaraswamy Kumaraswamy(Tensor concentration1, Tensor concentration0, Generator? generator = null) => new(concentration1, concentration0, generator);
        }
    }
}
