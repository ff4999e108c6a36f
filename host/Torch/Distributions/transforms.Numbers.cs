// Transforms of single numbers.
namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        public static partial class transforms
        {
            /// <summary>exp(x).</summary>
            public class ExpTransform : Transform
            {
                public ExpTransform()
                {
                    _bijective = true;
                    _codomain = constraints.positive;
                }

                protected internal override Tensor _sign() => ones([]);

                protected internal override Tensor _call(Tensor x) => x.exp();

                protected internal override Tensor _inverse(Tensor y) => y.log();

                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => x;
            }

            /// <summary>log(x).</summary>
            public class LogTransform : Transform
            {
                public LogTransform()
                {
                    _bijective = true;
                    _domain = constraints.positive;
                }

                protected internal override Tensor _sign() => ones([]);

                protected internal override Tensor _call(Tensor x) => x.log();

                protected internal override Tensor _inverse(Tensor y) => y.exp();

                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => -y;
            }

            /// <summary>x^exponent.</summary>
            public class PowerTransform : Transform
            {
                private readonly Tensor _exponent;

                public PowerTransform(Tensor exponent)
                {
                    _exponent = exponent.alias().DetachFromDisposeScope();
                    _bijective = true;
                    _domain = constraints.positive;
                    _codomain = constraints.positive;
                }

                protected internal override Tensor _sign() => _exponent.sign();

                protected internal override Tensor _call(Tensor x) => x.pow(_exponent);

                protected internal override Tensor _inverse(Tensor y) => WrappedTensorDisposeScope(() => y.pow(_exponent.reciprocal()));

                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => WrappedTensorDisposeScope(() => (_exponent * y / x).abs().log());
            }

            /// <summary>1 / (1 + exp(−x)), kept inside of (0, 1).</summary>
            public class SigmoidTransform : Transform
            {
                public SigmoidTransform()
                {
                    _bijective = true;
                    _codomain = constraints.unit_interval;
                }

                protected internal override Tensor _sign() => ones([]);

                protected internal override Tensor _call(Tensor x) => WrappedTensorDisposeScope(() => Inside(x.sigmoid()));

                protected internal override Tensor _inverse(Tensor y) => WrappedTensorDisposeScope(() =>
                {
                    var inside = Inside(y);
                    return inside.log() - (-inside).log1p();
                });

                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => WrappedTensorDisposeScope(() => -nn.functional.softplus(-x) - nn.functional.softplus(x));

                private static Tensor Inside(Tensor value) => value.clamp(Limits.Tiny(value.dtype), 1 - Limits.Epsilon(value.dtype));
            }

            /// <summary>log(1 + exp(x)).</summary>
            public class SoftplusTransform : Transform
            {
                public SoftplusTransform()
                {
                    _bijective = true;
                    _codomain = constraints.positive;
                }

                protected internal override Tensor _sign() => ones([]);

                protected internal override Tensor _call(Tensor x) => nn.functional.softplus(x);

                protected internal override Tensor _inverse(Tensor y) => WrappedTensorDisposeScope(() => (-y).expm1().neg().log() + y);

                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => WrappedTensorDisposeScope(() => -nn.functional.softplus(-x));
            }

            /// <summary>tanh(x).</summary>
            public class TanhTransform : Transform
            {
                public TanhTransform()
                {
                    _bijective = true;
                    _codomain = constraints.interval(-1, 1);
                }

                protected internal override Tensor _sign() => ones([]);

                protected internal override Tensor _call(Tensor x) => x.tanh();

                protected internal override Tensor _inverse(Tensor y) => y.atanh();

                // log(1 − tanh²x) in a form that does not lose its digits where tanh x is near 1.
                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => WrappedTensorDisposeScope(() => 2 * (Math.Log(2) - x - nn.functional.softplus(-2 * x)));
            }

            /// <summary>|x|; of the two inverses the positive one.</summary>
            public class AbsTransform : Transform
            {
                public AbsTransform() => _codomain = constraints.positive;

                protected internal override Tensor _call(Tensor x) => x.abs();

                protected internal override Tensor _inverse(Tensor y) => y;
            }

            /// <summary>loc + scale · x.</summary>
            public class AffineTransform : Transform
            {
                private readonly Tensor _loc;
                private readonly Tensor _scale;

                public AffineTransform(double loc, double scale, int event_dim = 0)
                    : this(tensor(loc), tensor(scale), event_dim)
                {
                }

                public AffineTransform(Tensor loc, Tensor scale, int event_dim = 0)
                {
                    _loc = loc.alias().DetachFromDisposeScope();
                    _scale = scale.alias().DetachFromDisposeScope();
                    _bijective = true;
                    if (event_dim > 0)
                        _domain = _codomain = constraints.independent(constraints.real, event_dim);
                }

                protected internal override Tensor _sign() => _scale.sign();

                protected internal override Tensor _call(Tensor x) => WrappedTensorDisposeScope(() => _loc + _scale * x);

                protected internal override Tensor _inverse(Tensor y) => WrappedTensorDisposeScope(() => (y - _loc) / _scale);

                protected internal override Tensor log_abs_det_jacobian(Tensor x, Tensor y) => WrappedTensorDisposeScope(() =>
                    _sum_rightmost(_scale.abs().log().expand(x.shape), event_dim).alias());
            }

            /// <summary>exp(x) over its sum along the last dimension. The inverse is exact up to a constant that softmax does not see.</summary>
            public class SoftmaxTransform : Transform
            {
                public SoftmaxTransform()
                {
                    _domain = constraints.real_vector;
                    _codomain = constraints.simplex;
                }

                protected internal override Tensor _call(Tensor x) => x.softmax(-1);

                protected internal override Tensor _inverse(Tensor y) => y.log();
            }
        }
    }
}
