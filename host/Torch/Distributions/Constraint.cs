// Regions that values lie in, and whether given values do.
namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        /// <summary>Regions in which a variable is valid.</summary>
        public static partial class constraints
        {
            /// <summary>A region; <see cref="check"/> says for every event whether it lies inside.</summary>
            public abstract class Constraint
            {
                protected Constraint(bool is_discrete, int event_dim)
                {
                    this.is_discrete = is_discrete;
                    this.event_dim = event_dim;
                }

                protected Constraint()
                    : this(false, 0)
                {
                }

                /// <summary>Bools of the value's shape without its event dimensions.</summary>
                public abstract Tensor check(Tensor value);

                public virtual bool is_discrete { get; protected set; }

                /// <summary>How many of the last dimensions are one event.</summary>
                public virtual int event_dim { get; protected set; }

                public override string ToString() => GetType().Name + "()";
            }
        }
    }
}
