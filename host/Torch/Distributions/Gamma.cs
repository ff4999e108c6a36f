// The gamma distribution.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>Density rate^α · x^(α−1) · exp(−rate · x) / Γ(α), α being the concentration.</summary>
    public class Gamma : Distribution
    {
        protected Tensor concentration;
        private readonly Tensor _rate;

        public Gamma(Tensor concentration, Tensor rate, Generator? generator = null)
            : base(generator)
        {
            (this.concentration, _rate) = KeepBroadcast(concentration, rate.type_as(concentration));
            batch_shape = this.concentration.shape;
        }

        public override Tensor mean => concentration / _rate;

        public override Tensor mode => Scoped(() => ((concentration - 1) / _rate).clamp_min(0));

        public override Tensor variance => Scoped(() => concentration / _rate.square());

        public override Tensor rsample(params long[] sample_shape) => Scoped(() =>
        {
            var shape = ExtendedShape(sample_shape);
            return (Calls._standard_gamma(concentration.expand(shape), generator) / _rate.expand(shape)).clamp_min(Limits.Tiny(_rate.dtype));
        });

        public override Tensor log_prob(Tensor value) => Scoped(() => concentration * _rate.log() + xlogy(concentration - 1, value) - _rate * value - concentration.lgamma());

        public override Tensor entropy() => Scoped(() => concentration - _rate.log() + concentration.lgamma() + (1 - concentration) * concentration.digamma());

        public override Tensor cdf(Tensor value) => Scoped(() =>
        {
            var both = broadcast_tensors(concentration, _rate * value);
            return both[0].igamma(both[1]);
        });

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Gamma(concentration.expand(batch_shape.Shape), _rate.expand(batch_shape.Shape), generator);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Gamma Gamma(Tensor concentration, Tensor rate, Generator? generator = null) => new(concentration, rate, generator);
        }
    }
}
