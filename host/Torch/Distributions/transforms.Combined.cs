// Transforms made of other transforms.
namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        public static partial class transforms
        {
            /// <summary>One transform after the other.</summary>
            public class ComposeTransform(IEnumerable<Transform> parts, int cache_size = 0) : Transform
            {
                private readonly Transform[] _parts = [.. parts];

                // Kept for TorchSharp's signature; nothing is cached.
                internal int CacheSize => cache_size;

                public override int event_dim => base.event_dim;

                public override Transform inv => _inv ??= new ComposeTransform(_parts.Reverse().Select(part => part.inv));

                public override constraints.Constraint domain
                {
                    get
                    {
                        if (_parts.Length == 0)
                            return constraints.real;
                        var own = _parts[0].domain;
                        var dimensions = _parts[^1].codomain.event_dim;
                        foreach (var part in _parts.Reverse())
                            dimensions = Math.Max(dimensions + part.domain.event_dim - part.codomain.event_dim, part.domain.event_dim);
                        return dimensions > own.event_dim ? constraints.independent(own, dimensions - own.event_dim) : own;
                    }
                }

                public override constraints.Constraint codomain
                {
                    get
                    {
                        if (_parts.Length == 0)
                            return constraints.real;
                        var own = _parts[^1].codomain;
                        var dimensions = _parts[0].domain.event_dim;
                        foreach (var part in _parts)
                            dimensions = Math.Max(dimensions + part.codomain.event_dim - part.domain.event_dim, part.codomain.event_dim);
                        return dimensions > own.event_dim ? constraints.independent(own, dimensions - own.event_dim) : own;
                    }
                }

                public override bool bijective => _parts.All(part => part.bijective);

                protected internal override Tensor _sign() => WrappedTensorDisposeScope(() => _parts.Aggregate(ones([]), (sign, part) => sign * part.sign));

                protected internal override Tensor _call(Tensor x) => WrappedTensorDisposeScope(() => _parts.Aggregate(x.alias(), (value, part) => part._call(value)));

                protected internal override Tensor _inverse(Tensor y) => WrappedTensorDisposeScope(() => _parts.Reverse().Aggregate(y.alias(), (value, part) => part._inverse(value)));

                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => WrappedTensorDisposeScope(() =>
                {
                    if (_parts.Length == 0)
                        return zeros_like(x);
                    Tensor? sum = null;
                    var dimensions = domain.event_dim;
                    var from = x;
                    for (var i = 0; i < _parts.Length; i++)
                    {
                        var part = _parts[i];
                        var to = i == _parts.Length - 1 ? y : part._call(from);
                        var term = _sum_rightmost(part.log_abs_det_jacobian(from, to), dimensions - part.domain.event_dim);
                        sum = sum is null ? term : sum + term;
                        dimensions += part.codomain.event_dim - part.domain.event_dim;
                        from = to;
                    }
                    return sum!.alias();
                });

                public override long[] forward_shape(long[] shape) => _parts.Aggregate(shape, (current, part) => part.forward_shape(current));

                public override long[] inverse_shape(long[] shape) => _parts.Reverse().Aggregate(shape, (current, part) => part.inverse_shape(current));
            }

            /// <summary>A transform of numbers as one of whole events.</summary>
            public class IndependentTransform(Transform base_transform, int reinterpreted_batch_dims) : Transform
            {
                public override constraints.Constraint domain => constraints.independent(base_transform.domain, reinterpreted_batch_dims);

                public override constraints.Constraint codomain => constraints.independent(base_transform.codomain, reinterpreted_batch_dims);

                public override bool bijective => base_transform.bijective;

                protected internal override Tensor _sign() => base_transform._sign();

                protected internal override Tensor _call(Tensor x) => base_transform._call(Checked(x, domain.event_dim));

                protected internal override Tensor _inverse(Tensor y) => base_transform._inverse(Checked(y, codomain.event_dim));

                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) =>
                    WrappedTensorDisposeScope(() => _sum_rightmost(base_transform.log_abs_det_jacobian(x, y), reinterpreted_batch_dims));

                public override long[] forward_shape(long[] shape) => base_transform.forward_shape(shape);

                public override long[] inverse_shape(long[] shape) => base_transform.inverse_shape(shape);

                private static Tensor Checked(Tensor value, int dimensions) => value.dim() >= dimensions ? value
                    : throw new ArgumentException($"IndependentTransform: expected at least {dimensions} dimensions, got {value.Described()}.", nameof(value));
            }

            /// <summary>TorchSharp's spelling of <see cref="IndependentTransform"/>.</summary>
            public class IndepdenentTransform(Transform base_transform, int reinterpreted_batch_dims) : IndependentTransform(base_transform, reinterpreted_batch_dims);

            /// <summary>The same numbers in another event shape.</summary>
            public class ReshapeTransform : Transform
            {
                private readonly Size _from;
                private readonly Size _to;

                public ReshapeTransform(long[] in_shape, long[] out_shape)
                {
                    _from = in_shape;
                    _to = out_shape;
                    if (_from.numel() != _to.numel())
                        throw new ArgumentException($"ReshapeTransform: {_from} and {_to} have different numbers of elements.", nameof(out_shape));
                    _bijective = true;
                    _domain = constraints.independent(constraints.real, _from.Length);
                    _codomain = constraints.independent(constraints.real, _to.Length);
                }

                protected internal override Tensor _call(Tensor x) => x.reshape([.. x.shape[..^_from.Length], .. _to.Shape]);

                protected internal override Tensor _inverse(Tensor y) => y.reshape([.. y.shape[..^_to.Length], .. _from.Shape]);

                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => zeros(x.shape[..^_from.Length], x.dtype, x.device);

                public override long[] forward_shape(long[] shape) => Replaced(shape, _from, _to);

                public override long[] inverse_shape(long[] shape) => Replaced(shape, _to, _from);

                private static long[] Replaced(long[] shape, Size from, Size to) => shape.AsSpan().EndsWith(from.Shape) ? [.. shape[..^from.Length], .. to.Shape]
                    : throw new ArgumentException($"ReshapeTransform: the shape [{string.Join(", ", shape)}] does not end in {from}.", nameof(shape));
            }
        }
    }
}
