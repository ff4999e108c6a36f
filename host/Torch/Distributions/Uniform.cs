// The uniform distribution on an interval.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>Every value of [low, high) alike.</summary>
    public class Uniform : Distribution
    {
        private readonly Tensor _low;
        private readonly Tensor _high;

        public Uniform(Tensor low, Tensor high, Generator? generator = null)
            : base(generator)
        {
            (_low, _high) = KeepBroadcast(low, high);
            batch_shape = _low.shape;
        }

        public override Tensor mean => Scoped(() => (_low + _high) / 2);

        public override Tensor mode => Scoped(() => _high * double.NaN);

        public override Tensor variance => Scoped(() => (_high - _low).square() / 12);

        public override Tensor rsample(params long[] sample_shape) => Scoped(() =>
            _low + (_high - _low) * rand(ExtendedShape(sample_shape), _low.dtype, _low.device, generator: generator));

        public override Tensor log_prob(Tensor value) => Scoped(() => ((value >= _low) & (value < _high)).type_as(_low).log() - (_high - _low).log());

        public override Tensor entropy() => Scoped(() => (_high - _low).log());

        public override Tensor cdf(Tensor value) => Scoped(() => ((value - _low) / (_high - _low)).clamp(0, 1));

        public override Tensor icdf(Tensor value) => Scoped(() => value * (_high - _low) + _low);

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Uniform(_low.expand(batch_shape.Shape), _high.expand(batch_shape.Shape), generator);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Uniform Uniform(Tensor low, Tensor high, Generator? generator = null) => new(low, high, generator);
        }
    }
}
