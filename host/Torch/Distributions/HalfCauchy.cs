// The Cauchy distribution around 0, folded at 0.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>|x| of a Cauchy x around 0 with the given scale.</summary>
    public class HalfCauchy : TransformedDistribution
    {
        internal HalfCauchy(Tensor scale, Generator? generator)
            : base(new Cauchy(zeros_like(scale), scale, generator), new distributions.transforms.AbsTransform(), generator) => this.scale = Keep(scale);

        public Tensor scale { get; }

        public override Tensor mean => full_like(scale, double.PositiveInfinity);

        public override Tensor mode => zeros_like(scale);

        public override Tensor variance => base_distribution.variance;

        public override Tensor log_prob(Tensor value) => Scoped(() =>
        {
            var density = base_distribution.log_prob(value) + Math.Log(2);
            return density.masked_fill(value < 0, double.NegativeInfinity);
        });

        public override Tensor entropy() => Scoped(() => base_distribution.entropy() - Math.Log(2));

        public override Tensor cdf(Tensor value) => Scoped(() => 2 * base_distribution.cdf(value) - 1);

        public override Tensor icdf(Tensor value) => Scoped(() => base_distribution.icdf((value + 1) / 2));

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new HalfCauchy(scale.expand(batch_shape.Shape), generator);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.HalfCauchy HalfCauchy(Tensor scale, Generator? generator = null) => new(scale, generator);
        }
    }
}
