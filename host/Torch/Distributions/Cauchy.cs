// The Cauchy distribution.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>The ratio of two independent normal variables, moved by loc and stretched by scale. It has no mean.</summary>
    public class Cauchy : Distribution
    {
        private readonly Tensor _loc;
        private readonly Tensor _scale;

        public Cauchy(Tensor loc, Tensor scale, Generator? generator = null)
            : base(generator)
        {
            (_loc, _scale) = KeepBroadcast(loc, scale);
            batch_shape = _loc.shape;
        }

        public override Tensor mean => full_like(_loc, double.NaN);

        public override Tensor mode => _loc;

        public override Tensor variance => full_like(_loc, double.PositiveInfinity);

        public override Tensor rsample(params long[] sample_shape) => Scoped(() => _loc + _scale * empty(ExtendedShape(sample_shape), _loc.dtype, _loc.device).cauchy_(0, 1, generator));

        public override Tensor log_prob(Tensor value) => Scoped(() => -Math.Log(Math.PI) - _scale.log() - ((value - _loc) / _scale).square().log1p());

        public override Tensor entropy() => Scoped(() => _scale.log() + Math.Log(4 * Math.PI));

        public override Tensor cdf(Tensor value) => Scoped(() => ((value - _loc) / _scale).atan() / Math.PI + 0.5);

        public override Tensor icdf(Tensor value) => Scoped(() => ((value - 0.5) * Math.PI).tan() * _scale + _loc);

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Cauchy(_loc.expand(batch_shape.Shape), _scale.expand(batch_shape.Shape), generator);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Cauchy Cauchy(Tensor loc, Tensor scale, Generator? generator = null) => new(loc, scale, generator);
        }
    }
}
