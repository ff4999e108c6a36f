// Batch dimensions of a distribution seen as one event.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>The last reinterpreted_batch_ndims batch dimensions of another distribution as dimensions of one event.</summary>
    public class Independent : Distribution
    {
        private readonly Distribution _base;
        private readonly int _dimensions;

        public Independent(Distribution base_distribution, int reinterpreted_batch_ndims, Generator? generator = null)
            : base(generator)
        {
            var batch = base_distribution.batch_shape;
            if (reinterpreted_batch_ndims < 0 || reinterpreted_batch_ndims > batch.Length)
                throw new ArgumentException($"Independent: expected 0 to {batch.Length} batch dimensions, got {reinterpreted_batch_ndims}.", nameof(reinterpreted_batch_ndims));
            _base = base_distribution;
            _dimensions = reinterpreted_batch_ndims;
            var kept = batch.Length - reinterpreted_batch_ndims;
            _init(batch.Shape[..kept], new Size(batch.Shape[kept..]) + base_distribution.event_shape);
        }

        public override Tensor mean => _base.mean;

        public override Tensor mode => _base.mode;

        public override Tensor variance => _base.variance;

        public override Tensor sample(params long[] sample_shape) => _base.sample(sample_shape);

        public override Tensor rsample(params long[] sample_shape) => _base.rsample(sample_shape);

        public override Tensor log_prob(Tensor value) => Scoped(() => SumRightmost(_base.log_prob(value), _dimensions));

        public override Tensor entropy() => Scoped(() => SumRightmost(_base.entropy(), _dimensions));

        public override Tensor enumerate_support(bool expand = true) => _dimensions == 0 ? _base.enumerate_support(expand) : throw Missing("enumerate_support");

        public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
            new Independent(_base.expand(batch_shape + event_shape.Shape[.._dimensions]), _dimensions, generator);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _base.Dispose();
            base.Dispose(disposing);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Independent Independent(Distribution base_distribution, int reinterpreted_batch_dims, Generator? generator = null) => new(base_distribution, reinterpreted_batch_dims, generator);
        }
    }
}
