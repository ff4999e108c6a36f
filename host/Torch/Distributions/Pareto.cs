// The Pareto distribution.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>Density alpha · scale^alpha / x^(alpha + 1) for x of at least scale.</summary>
    public class Pareto : TransformedDistribution
    {
        internal Pareto(Tensor scale, Tensor alpha, Generator? generator)
            : base(generator)
        {
            (this.scale, this.alpha) = KeepBroadcast(scale, alpha);
            _init(new Exponential(this.alpha, generator), [new distributions.transforms.ExpTransform(), new distributions.transforms.AffineTransform(zeros_like(this.scale), this.scale)]);
        }

        public Tensor scale { get; }

        public Tensor alpha { get; }

        public override Tensor mean => Scoped(() =>
        {
            var a = alpha.clamp_min(1);
            return a * scale / (a - 1);
        });

        public override Tensor mode => scale;

        public override Tensor variance => Scoped(() =>
        {
            var a = alpha.clamp_min(2);
            return scale.square() * a / ((a - 1).square() * (a - 2));
        });

        public override Tensor entropy() => Scoped(() => (scale / alpha).log() + (1 + alpha.reciprocal()));

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Pareto(scale.expand(batch_shape.Shape), alpha.expand(batch_shape.Shape), generator);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Pareto Pareto(Tensor scale, Tensor alpha, Generator? generator = null) => new(scale, alpha, generator);
        }
    }
}
