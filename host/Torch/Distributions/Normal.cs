// The normal distribution.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>The normal distribution with mean loc and standard deviation scale.</summary>
    public class Normal : Distribution
    {
        private readonly Tensor _loc;
        private readonly Tensor _scale;

        public Normal(Tensor loc, Tensor scale, Generator? generator = null)
            : base(generator)
        {
            (_loc, _scale) = KeepBroadcast(loc, scale);
            batch_shape = _loc.shape;
        }

        public override Tensor mean => _loc;

        public override Tensor mode => _loc;

        public override Tensor stddev => _scale;

        public override Tensor variance => _scale.square();

        public override Tensor rsample(params long[] sample_shape) => Scoped(() => _loc + _scale * randn(ExtendedShape(sample_shape), _loc.dtype, _loc.device, generator: generator));

        public override Tensor log_prob(Tensor value) => Scoped(() => ((value - _loc) / _scale).square() / -2 - _scale.log() - Math.Log(Math.Sqrt(2 * Math.PI)));

        public override Tensor entropy() => Scoped(() => _scale.log() + (0.5 + 0.5 * Math.Log(2 * Math.PI)));

        public override Tensor cdf(Tensor value) => Scoped(() => (((value - _loc) / (_scale * Math.Sqrt(2))).erf() + 1) / 2);

        public override Tensor icdf(Tensor value) => Scoped(() => _loc + _scale * (2 * value - 1).erfinv() * Math.Sqrt(2));

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Normal(_loc.expand(batch_shape.Shape), _scale.expand(batch_shape.Shape), generator);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Normal Normal(Tensor loc, Tensor scale, Generator? generator = null) => new(loc, scale, generator);

            public static Modules.Normal Normal(float loc, float scale = 1.0f, Generator? generator = null) => new(tensor(loc), tensor(scale), generator);

            public static Modules.Normal Normal(double loc, double scale = 1.0, Generator? generator = null) => new(tensor(loc), tensor(scale), generator);
        }
    }
}
