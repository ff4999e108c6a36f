// The distribution whose logarithm is normal.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>exp(x) of a normal x with mean loc and standard deviation scale.</summary>
    public class LogNormal : TransformedDistribution
    {
        internal LogNormal(Tensor loc, Tensor scale, Generator? generator)
            : base(new Normal(loc, scale, generator), new distributions.transforms.ExpTransform(), generator) => (this.loc, this.scale) = KeepBroadcast(loc, scale);

        public Tensor loc { get; }

        public Tensor scale { get; }

        public override Tensor mean => Scoped(() => (loc + scale.square() / 2).exp());

        public override Tensor mode => Scoped(() => (loc - scale.square()).exp());

        public override Tensor variance => Scoped(() => scale.square().expm1() * (2 * loc + scale.square()).exp());

        public override Tensor entropy() => Scoped(() => base_distribution.entropy() + loc);

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new LogNormal(loc.expand(batch_shape.Shape), scale.expand(batch_shape.Shape), generator);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.LogNormal LogNormal(Tensor loc, Tensor scale, Generator? generator = null) => new(loc, scale, generator);
        }
    }
}
