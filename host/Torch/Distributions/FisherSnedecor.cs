// Fisher's F distribution.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>The ratio of two χ² variables, each divided by its degrees of freedom.</summary>
    public class FisherSnedecor : Distribution
    {
        private readonly Tensor _df1;
        private readonly Tensor _df2;

        public FisherSnedecor(Tensor df1, Tensor df2, Generator? generator = null)
            : base(generator)
        {
            (_df1, _df2) = KeepBroadcast(df1, df2);
            batch_shape = _df1.shape;
        }

        public override Tensor mean => Scoped(() => (_df2 / (_df2 - 2)).masked_fill(_df2 <= 2, double.NaN));

        public override Tensor mode => Scoped(() => ((_df1 - 2) / _df1 * _df2 / (_df2 + 2)).masked_fill(_df1 <= 2, double.NaN));

        public override Tensor variance => Scoped(() =>
            (2 * _df2.square() * (_df1 + _df2 - 2) / (_df1 * (_df2 - 2).square() * (_df2 - 4))).masked_fill(_df2 <= 4, double.NaN));

        public override Tensor rsample(params long[] sample_shape) => Scoped(() =>
        {
            using var upper = new Gamma(_df1 * 0.5, _df1, generator);
            using var lower = new Gamma(_df2 * 0.5, _df2, generator);
            return (upper.rsample(sample_shape) / lower.rsample(sample_shape)).clamp_min(Limits.Tiny(_df1.dtype));
        });

        public override Tensor log_prob(Tensor value) => Scoped(() =>
        {
            var first = _df1 * 0.5;
            var second = _df2 * 0.5;
            var ratio = _df1 / _df2;
            return (first + second).lgamma() - first.lgamma() - second.lgamma() + first * ratio.log() + (first - 1) * value.log() - (first + second) * (ratio * value).log1p();
        });

        public override Tensor entropy() => throw Missing("entropy");

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new FisherSnedecor(_df1.expand(batch_shape.Shape), _df2.expand(batch_shape.Shape), generator);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.FisherSnedecor FisherSnedecor(Tensor df1, Tensor df2, Generator? generator = null) => new(df1, df2, generator);
        }
    }
}
