// Constraints on vectors and matrices.
namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        public static partial class constraints
        {
            /// <summary>A constraint on numbers that holds for an event where it holds for all of its numbers.</summary>
            public class _IndependentConstraint(Constraint base_constraint, int reinterpreted_batch_ndims) : Constraint
            {
                public Constraint base_constraint { get; } = base_constraint;

                public override bool is_discrete => base_constraint.is_discrete;

                public override int event_dim => base_constraint.event_dim + reinterpreted_batch_ndims;

                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() =>
                {
                    var inside = base_constraint.check(value);
                    if (inside.dim() < reinterpreted_batch_ndims)
                        throw new ArgumentException($"A constraint on {event_dim} dimensions got {value.Described()}.", nameof(value));
                    return inside.flatten((int)inside.dim() - reinterpreted_batch_ndims, -1).all(-1);
                });
            }

            public class _OneHot() : Constraint(true, 1)
            {
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => ((value == 0) | (value == 1)).all(-1) & value.sum(-1).eq(1));
            }

            /// <summary>Not negative, with a sum of 1.</summary>
            public class _Simplex() : Constraint(false, 1)
            {
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value >= 0).all(-1) & ((value.sum(-1) - 1).abs() < 1e-6));
            }

            /// <summary>Counts with a sum of at most the bound.</summary>
            public class _Multinomial(long upper_bound) : Constraint(true, 1)
            {
                public long upper_bound { get; } = upper_bound;

                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value >= 0).all(-1) & (value.sum(-1) <= upper_bound));
            }

            public class _LowerTriangular() : Constraint(false, 2)
            {
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value.tril() == value).flatten(-2, -1).all(-1));
            }

            /// <summary>Lower triangular with a positive diagonal.</summary>
            public class _LowerCholesky() : Constraint(false, 2)
            {
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value.tril() == value).flatten(-2, -1).all(-1) & (value.diagonal(0, -2, -1) > 0).all(-1));
            }

            /// <summary>The Cholesky factor of a correlation matrix: its rows have norm 1.</summary>
            public class _CorrCholesky() : Constraint(false, 2)
            {
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() =>
                {
                    var tolerance = Limits.Epsilon(value.dtype) * value.size(-1) * 10;
                    return lower_cholesky.check(value) & ((value.detach().square().sum(-1).sqrt() - 1).abs() <= tolerance).all(-1);
                });
            }

            public class _Square() : Constraint(false, 2)
            {
                public override Tensor check(Tensor value) => full(value.shape.AsSpan()[..^2], value.size(-1) == value.size(-2), ScalarType.Bool, value.device);
            }

            public class _Symmetric : _Square
            {
                public override Tensor check(Tensor value) => value.size(-1) != value.size(-2) ? base.check(value)
                    : WrappedTensorDisposeScope(() => value.isclose(value.transpose(-2, -1), atol: 1e-6).flatten(-2, -1).all(-1));
            }

            public class _PositiveSemiDefinite : _Symmetric
            {
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() =>
                {
                    var symmetric = base.check(value);
                    return symmetric.all().ToBoolean() ? (linalg.eigvalsh(value) >= 0).all(-1) : symmetric;
                });
            }

            public class _PositiveDefinite : _Symmetric
            {
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() =>
                {
                    var symmetric = base.check(value);
                    return symmetric.all().ToBoolean() ? (linalg.eigvalsh(value) > 0).all(-1) : symmetric;
                });
            }

            /// <summary>One constraint for each part of a dimension.</summary>
            public class _Cat(IList<Constraint> cseq, long dim = 0, IList<long>? lengths = null) : Constraint
            {
                public override bool is_discrete => cseq.Any(part => part.is_discrete);

                public override int event_dim => cseq.Max(part => part.event_dim);

                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() =>
                {
                    var checks = new List<Tensor>();
                    long start = 0;
                    for (var i = 0; i < cseq.Count; i++)
                    {
                        var length = lengths?[i] ?? 1;
                        checks.Add(cseq[i].check(value.narrow(dim, start, length)));
                        start += length;
                    }
                    return torch.cat(checks, dim);
                });
            }

            /// <summary>One constraint for each position of a dimension.</summary>
            public class _Stack(IList<Constraint> cseq, int dim = 0) : Constraint
            {
                public override bool is_discrete => cseq.Any(part => part.is_discrete);

                public override int event_dim => cseq.Max(part => part.event_dim) + (dim + cseq.Max(part => part.event_dim) < 0 ? 1 : 0);

                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => torch.stack(cseq.Select((part, i) => part.check(value.select(dim, i))), dim));
            }
        }
    }
}
