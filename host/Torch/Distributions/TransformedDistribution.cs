// A distribution of what transforms make of another distribution's draws.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>y = f(x) with x from a base distribution: log p(y) = log p(x) − log |det ∂y/∂x|.</summary>
    public class TransformedDistribution : Distribution
    {
        protected Distribution base_distribution = null!;
        private distributions.transforms.Transform[] _transforms = [];

        /// <summary>For subclasses that call <see cref="_init(Distribution, transforms.Transform[])"/> when they have their parameters.</summary>
        protected TransformedDistribution(Generator? generator = null)
            : base(generator)
        {
        }

        public TransformedDistribution(Distribution base_distribution, distributions.transforms.Transform transform, Generator? generator = null)
            : this(base_distribution, [transform], generator)
        {
        }

        public TransformedDistribution(Distribution base_distribution, IEnumerable<distributions.transforms.Transform> transforms, Generator? generator = null)
            : base(generator)
        {
            _init(base_distribution, [.. transforms]);
        }

        protected void _init(Distribution base_distribution, distributions.transforms.Transform[] transforms)
        {
            _transforms = transforms;
            var all = new distributions.transforms.ComposeTransform(transforms);
            var own = base_distribution.batch_shape + base_distribution.event_shape;
            var dimensions = base_distribution.event_shape.Length;
            if (own.Length < all.domain.event_dim)
                throw new ArgumentException($"{GetType().Name}: the transforms take events of {all.domain.event_dim} dimensions, the base distribution's draws have {own.Length}.", nameof(base_distribution));
            var shape = all.forward_shape(own.Shape);
            Size expanded = all.inverse_shape(shape);
            if (expanded != own)
                base_distribution = base_distribution.expand(new Size(expanded.Shape[..^dimensions]));
            var reinterpreted = all.domain.event_dim - dimensions;
            if (reinterpreted > 0)
                base_distribution = new Independent(base_distribution, reinterpreted, generator);
            this.base_distribution = base_distribution;
            var events = all.codomain.event_dim + Math.Max(dimensions - all.domain.event_dim, 0);
            base._init(new Size(shape[..^events]), new Size(shape[^events..]));
        }

        public override Tensor mean => throw Missing("mean");

        public override Tensor variance => throw Missing("variance");

        public override Tensor rsample(params long[] sample_shape) => Scoped(() => Forward(base_distribution.rsample(sample_shape)));

        public override Tensor sample(params long[] sample_shape) => Scoped(() =>
        {
            using var grad = no_grad();
            return Forward(base_distribution.sample(sample_shape));
        });

        public override Tensor log_prob(Tensor value) => Scoped(() =>
        {
            Tensor? jacobians = null;
            var dimensions = event_shape.Length;
            var y = value;
            foreach (var transform in _transforms.Reverse())
            {
                var x = transform._inverse(y);
                dimensions += transform.domain.event_dim - transform.codomain.event_dim;
                var term = SumRightmost(transform.log_abs_det_jacobian(x, y), dimensions - transform.domain.event_dim);
                jacobians = jacobians is null ? term : jacobians + term;
                y = x;
            }
            var density = SumRightmost(base_distribution.log_prob(y), dimensions - base_distribution.event_shape.Length);
            return jacobians is null ? density : density - jacobians;
        });

        public override Tensor entropy() => throw Missing("entropy");

        public override Tensor cdf(Tensor value) => Scoped(() => Monotone(base_distribution.cdf(_transforms.Reverse().Aggregate(value, (y, transform) => transform._inverse(y)))));

        public override Tensor icdf(Tensor value) => Scoped(() => Forward(base_distribution.icdf(Monotone(value))));

        public override Distribution expand(Size batch_shape, Distribution? instance = null)
        {
            var shape = _transforms.Reverse().Aggregate((batch_shape + event_shape).Shape, (current, transform) => transform.inverse_shape(current));
            return new TransformedDistribution(base_distribution.expand(new Size(shape[..^base_distribution.event_shape.Length])), _transforms, generator);
        }

        private Tensor Forward(Tensor x) => _transforms.Aggregate(x, (value, transform) => transform.forward(value));

        // A falling transform turns the order of values around, and with it the distribution function.
        private Tensor Monotone(Tensor probability)
        {
            var sign = _transforms.Aggregate(ones([]), (product, transform) => product * transform.sign);
            return sign * (probability - 0.5) + 0.5;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                base_distribution?.Dispose();
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
            public static Modules.TransformedDistribution TransformedDistribution(Distribution base_distribution, IEnumerable<transforms.Transform> transforms, Generator? generator = null) => new(base_distribution, transforms, generator);
        }
    }
}
