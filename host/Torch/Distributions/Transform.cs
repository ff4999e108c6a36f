// A change of variables, with its inverse and the logarithm of its Jacobian.
namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        /// <summary>Changes of variables between distributions.</summary>
        public static partial class transforms
        {
            /// <summary>y = f(x), differentiable and mostly invertible.</summary>
            public abstract class Transform
            {
                protected bool _bijective;
                protected constraints.Constraint _domain = constraints.real;
                protected constraints.Constraint _codomain = constraints.real;
                protected Transform? _inv;

                public virtual int event_dim => domain.event_dim == codomain.event_dim ? domain.event_dim
                    : throw new InvalidOperationException($"{GetType().Name}: the domain has {domain.event_dim} event dimensions and the codomain {codomain.event_dim}; ask one of them.");

                public virtual Transform inv => _inv ??= new Inverse(this);

                public virtual constraints.Constraint domain => _domain;

                public virtual constraints.Constraint codomain => _codomain;

                public virtual bool bijective => _bijective;

                /// <summary>1 where f rises, −1 where it falls.</summary>
                public Tensor sign => _sign();

                protected internal virtual Tensor _sign() => throw new NotImplementedException($"{GetType().Name} has no sign: it is not monotone in one variable.");

                protected internal abstract Tensor _call(Tensor x);

                protected internal abstract Tensor _inverse(Tensor y);

                /// <summary>log |det ∂y/∂x|.</summary>
                protected internal virtual Tensor log_abs_det_jacobian(Tensor x, Tensor y) => throw new NotImplementedException($"{GetType().Name} has no log_abs_det_jacobian: it is not invertible.");

                public Tensor forward(Tensor x) => _call(x);

                public virtual long[] forward_shape(long[] shape) => shape;

                public virtual long[] inverse_shape(long[] shape) => shape;

                protected internal static Tensor _sum_rightmost(Tensor value, int dim) => dim == 0 ? value : value.flatten((int)value.dim() - dim, -1).sum(-1);
            }

            private sealed class Inverse : Transform
            {
                private readonly Transform _of;

                internal Inverse(Transform of)
                {
                    _of = of;
                    _inv = of;
                }

                public override constraints.Constraint domain => _of.codomain;

                public override constraints.Constraint codomain => _of.domain;

                public override bool bijective => _of.bijective;

                protected internal override Tensor _sign() => _of.sign;

                protected internal override Tensor _call(Tensor x) => _of._inverse(x);

                protected internal override Tensor _inverse(Tensor y) => _of._call(y);

                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => -_of.log_abs_det_jacobian(y, x);

                public override long[] forward_shape(long[] shape) => _of.inverse_shape(shape);

                public override long[] inverse_shape(long[] shape) => _of.forward_shape(shape);
            }
        }
    }
}
