// The Weibull distribution.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>scale · e^(1 / concentration) with e exponential of rate 1.</summary>
    public class Weibull : TransformedDistribution
    {
        private readonly Tensor _scale;
        private readonly Tensor _concentration;

        internal Weibull(Tensor scale, Tensor concentration, Generator? generator)
            : base(generator)
        {
            (_scale, _concentration) = KeepBroadcast(scale, concentration);
            using var scope = NewDisposeScope();
            _init(new Exponential(ones_like(_scale), generator), [new distributions.transforms.PowerTransform(_concentration.reciprocal()), new distributions.transforms.AffineTransform(zeros_like(_scale), _scale)]);
        }

        public override Tensor mean => Scoped(() => _scale * (1 + _concentration.reciprocal()).lgamma().exp());

        public override Tensor mode => Scoped(() => _scale * ((_concentration - 1) / _concentration).clamp_min(0).pow(_concentration.reciprocal()));

        public override Tensor variance => Scoped(() =>
            _scale.square() * ((1 + 2 * _concentration.reciprocal()).lgamma().exp() - (2 * (1 + _concentration.reciprocal()).lgamma()).exp()));

        public override Tensor entropy() => Scoped(() => euler_constant * (1 - _concentration.reciprocal()) + (_scale / _concentration).log() + 1);

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Weibull(_scale.expand(batch_shape.Shape), _concentration.expand(batch_shape.Shape), generator);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Weibull Weibull(Tensor scale, Tensor concentration, Generator? generator = null) => new(scale, concentration, generator);
        }
    }
}
