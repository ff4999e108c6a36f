// Constraints on single numbers.
namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        public static partial class constraints
        {
            /// <summary>Values that a discrete or continuous interval holds; either end may be open or absent.</summary>
            public abstract class Bounded : Constraint
            {
                private readonly string _text;

                private protected Bounded(bool is_discrete, string text)
                    : base(is_discrete, 0) => _text = text;

                public override string ToString() => $"{GetType().Name}({_text})";
            }

            /// <summary>Depends on other variables; nothing can be checked alone.</summary>
            public class _Dependent(bool is_discrete = false, int event_dim = 0) : Constraint(is_discrete, event_dim)
            {
                public override Tensor check(Tensor value) => throw new ArgumentException("A dependent constraint cannot be checked without the other variables.", nameof(value));
            }

            public class _Boolean() : Constraint(true, 0)
            {
                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value == 0) | (value == 1));
            }

            public class _Real() : Constraint(false, 0)
            {
                // Only NaN differs from itself.
                public override Tensor check(Tensor value) => value.eq(value);
            }

            public class _IntegerInterval(long lower_bound, long upper_bound) : Bounded(true, $"lower_bound={lower_bound},upper_bound={upper_bound}")
            {
                public long lower_bound { get; } = lower_bound;

                public long upper_bound { get; } = upper_bound;

                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value % 1 == 0) & (value >= lower_bound) & (value <= upper_bound));
            }

            public class _IntegerLessThan(long upper_bound) : Bounded(true, $"upper_bound={upper_bound}")
            {
                public long upper_bound { get; } = upper_bound;

                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value % 1 == 0) & (value <= upper_bound));
            }

            public class _IntegerGreaterThan(long lower_bound) : Bounded(true, $"lower_bound={lower_bound}")
            {
                public long lower_bound { get; } = lower_bound;

                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value % 1 == 0) & (value >= lower_bound));
            }

            public class _Interval(double lower_bound, double upper_bound) : Bounded(false, $"lower_bound={lower_bound},upper_bound={upper_bound}")
            {
                public double lower_bound { get; } = lower_bound;

                public double upper_bound { get; } = upper_bound;

                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value >= lower_bound) & (value <= upper_bound));
            }

            public class _HalfOpenInterval(double lower_bound, double upper_bound) : Bounded(false, $"lower_bound={lower_bound},upper_bound={upper_bound}")
            {
                public double lower_bound { get; } = lower_bound;

                public double upper_bound { get; } = upper_bound;

                public override Tensor check(Tensor value) => WrappedTensorDisposeScope(() => (value >= lower_bound) & (value < upper_bound));
            }

            public class _GreaterThan(double lower_bound) : Bounded(false, $"lower_bound={lower_bound}")
            {
                public double lower_bound { get; } = lower_bound;

                public override Tensor check(Tensor value) => value > lower_bound;
            }

            public class _GreaterThanEq(double lower_bound) : Bounded(false, $"lower_bound={lower_bound}")
            {
                public double lower_bound { get; } = lower_bound;

                public override Tensor check(Tensor value) => value >= lower_bound;
            }

            public class _LessThan(double upper_bound) : Bounded(false, $"upper_bound={upper_bound}")
            {
                public double upper_bound { get; } = upper_bound;

                public override Tensor check(Tensor value) => value < upper_bound;
            }
        }
    }
}
