// The Laplace distribution.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>Density exp(−|x − loc| / scale) / (2 · scale).</summary>
    public class Laplace : Distribution
    {
        private readonly Tensor _loc;
        private readonly Tensor _scale;

        public Laplace(Tensor loc, Tensor scale, Generator? generator = null)
            : base(generator)
        {
            (_loc, _scale) = KeepBroadcast(loc, scale);
            batch_shape = _loc.shape;
        }

        public override Tensor mean => _loc;

        public override Tensor mode => _loc;

        public override Tensor stddev => _scale * Math.Sqrt(2);

        public override Tensor variance => Scoped(() => 2 * _scale.square());

        public override Tensor rsample(params long[] sample_shape) => Scoped(() =>
        {
            var u = empty(ExtendedShape(sample_shape), _loc.dtype, _loc.device).uniform_(Limits.Epsilon(_loc.dtype) - 1, 1, generator);
            return _loc - _scale * u.sign() * (-u.abs()).log1p();
        });

        public override Tensor log_prob(Tensor value) => Scoped(() => -(2 * _scale).log() - (value - _loc).abs() / _scale);

        public override Tensor entropy() => Scoped(() => 1 + (2 * _scale).log());

        public override Tensor cdf(Tensor value) => Scoped(() => 0.5 - 0.5 * (value - _loc).sign() * (-(value - _loc).abs() / _scale).expm1());

        public override Tensor icdf(Tensor value) => Scoped(() =>
        {
            var term = value - 0.5;
            return _loc - _scale * term.sign() * (-2 * term.abs()).log1p();
        });

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Laplace(_loc.expand(batch_shape.Shape), _scale.expand(batch_shape.Shape), generator);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Laplace Laplace(Tensor loc, Tensor scale, Generator? generator = null) => new(loc, scale, generator);

            public static Modules.Laplace Laplace(float loc, float scale = 1.0f, Generator? generator = null) => new(tensor(loc), tensor(scale), generator);

            public static Modules.Laplace Laplace(double loc, double scale = 1.0, Generator? generator = null) => new(tensor(loc), tensor(scale), generator);
        }
    }
}
