// The exponential distribution.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>Density rate · exp(−rate · x) for x above 0.</summary>
    public class Exponential : Distribution
    {
        private readonly Tensor _rate;

        public Exponential(Tensor rate, Generator? generator = null)
            : base(generator)
        {
            _rate = Keep(rate);
            batch_shape = _rate.shape;
        }

        public override Tensor mean => _rate.reciprocal();

        public override Tensor mode => zeros_like(_rate);

        public override Tensor stddev => _rate.reciprocal();

        public override Tensor variance => _rate.pow(-2);

        public override Tensor rsample(params long[] sample_shape) => Scoped(() => empty(ExtendedShape(sample_shape), _rate.dtype, _rate.device).exponential_(1, generator) / _rate);

        public override Tensor log_prob(Tensor value) => Scoped(() => _rate.log() - _rate * value);

        public override Tensor entropy() => Scoped(() => 1 - _rate.log());

        public override Tensor cdf(Tensor value) => Scoped(() => -(-_rate * value).expm1());

        public override Tensor icdf(Tensor value) => Scoped(() => -(-value).log1p() / _rate);

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Exponential(_rate.expand(batch_shape.Shape), generator);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Exponential Exponential(Tensor rate, Generator? generator = null) => new(rate, generator);
        }
    }
}
