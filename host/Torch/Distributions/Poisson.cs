// The Poisson distribution.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>P(k) = rate^k · exp(−rate) / k!.</summary>
    public class Poisson : ExponentialFamily
    {
        private readonly Tensor _rate;

        public Poisson(Tensor rate, Generator? generator = null)
            : base(generator)
        {
            _rate = Keep(rate);
            batch_shape = _rate.shape;
        }

        public override Tensor mean => _rate;

        public override Tensor mode => _rate.floor();

        public override Tensor variance => _rate;

        public override Tensor rsample(params long[] sample_shape) => Scoped(() =>
        {
            using var grad = no_grad();
            return poisson(_rate.expand(ExtendedShape(sample_shape)), generator);
        });

        public override Tensor log_prob(Tensor value) => Scoped(() => xlogy(value, _rate) - _rate - (value + 1).type_as(_rate).lgamma());

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Poisson(_rate.expand(batch_shape.Shape), generator);

        protected override IList<Tensor> NaturalParams => [_rate.log()];

        // PyTorch leaves E[log k!] out as well, which has no closed form.
        protected override Tensor MeanCarrierMeasure => zeros_like(_rate);

        protected override Tensor LogNormalizer(params Tensor[] parameters) => parameters[0].exp();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Poisson Poisson(Tensor rate, Generator? generator = null) => new(rate, generator);

            public static Modules.Poisson Poisson(float rate, Generator? generator = null) => new(tensor(rate), generator);

            public static Modules.Poisson Poisson(double rate, Generator? generator = null) => new(tensor(rate), generator);
        }
    }
}
