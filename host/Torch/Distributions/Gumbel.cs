// The Gumbel distribution.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>The limit of the largest of many draws: loc − scale · log(−log u) with u uniform on (0, 1).</summary>
    public class Gumbel : TransformedDistribution
    {
        private readonly Tensor _loc;
        private readonly Tensor _scale;

        internal Gumbel(Tensor loc, Tensor scale, Generator? generator)
            : base(generator)
        {
            (_loc, _scale) = KeepBroadcast(loc, scale);
            using var scope = NewDisposeScope();
            _init(new Uniform(full_like(_loc, Limits.Tiny(_loc.dtype)), full_like(_loc, 1 - Limits.Epsilon(_loc.dtype)), generator),
                [
                    new distributions.transforms.LogTransform(),
                    new distributions.transforms.AffineTransform(0, -1),
                    new distributions.transforms.LogTransform(),
                    new distributions.transforms.AffineTransform(_loc, -_scale),
                ]);
        }

        public override Tensor mean => Scoped(() => _loc + _scale * euler_constant);

        public override Tensor mode => _loc;

        public override Tensor stddev => _scale * (Math.PI / Math.Sqrt(6));

        public override Tensor variance => Scoped(() => stddev.square());

        public override Tensor log_prob(Tensor value) => Scoped(() =>
        {
            var y = (_loc - value) / _scale;
            return y - y.exp() - _scale.log();
        });

        public override Tensor entropy() => Scoped(() => _scale.log() + (1 + euler_constant));

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Gumbel(_loc.expand(batch_shape.Shape), _scale.expand(batch_shape.Shape), generator);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Gumbel Gumbel(Tensor loc, Tensor scale, Generator? generator = null) => new(loc, scale, generator);
        }
    }
}
