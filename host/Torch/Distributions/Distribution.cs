// What every distribution has: shapes, moments, samples, log densities.
namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        /// <summary>Probability distributions: samples with and without gradients, log densities, moments.</summary>
        /// <remarks>A sample's shape is the sample shape asked for, then <c>batch_shape</c> (independent distributions), then <c>event_shape</c> (one draw).</remarks>
        public abstract class Distribution : IDisposable
        {
            /// <summary>Euler's constant γ.</summary>
            protected const double euler_constant = 0.57721566490153286;

            protected Generator? generator;
            private readonly List<Tensor> _kept = [];

            protected Distribution(Generator? generator, long[]? batch_shape = null, long[]? event_shape = null)
            {
                this.generator = generator;
                _init(batch_shape ?? [], event_shape ?? []);
            }

            protected Distribution(Generator? generator, Size batch_shape, Size? event_shape = null)
            {
                this.generator = generator;
                _init(batch_shape, event_shape);
            }

            protected void _init(Size? batch_shape = null, Size? event_shape = null)
            {
                this.batch_shape = batch_shape ?? Size.Empty;
                this.event_shape = event_shape ?? Size.Empty;
            }

            /// <summary>The shape of the parameters: how many independent distributions this is.</summary>
            public Size batch_shape { get; protected set; }

            /// <summary>The shape of one draw; empty for numbers.</summary>
            public Size event_shape { get; protected set; }

            public abstract Tensor mean { get; }

            /// <summary>The most probable value.</summary>
            public virtual Tensor mode => throw Missing("mode");

            public abstract Tensor variance { get; }

            public virtual Tensor stddev => Scoped(() => variance.sqrt());

            /// <summary>Draws without gradients, of the shape sample_shape + batch_shape + event_shape.</summary>
            public virtual Tensor sample(params long[] sample_shape)
            {
                using var grad = no_grad();
                return rsample(sample_shape);
            }

            public Tensor sample(Size sample_shape) => sample(sample_shape.Shape);

            /// <summary>Draws as a differentiable function of the parameters, where the distribution has one.</summary>
            public abstract Tensor rsample(params long[] sample_shape);

            public Tensor rsample(Size sample_shape) => rsample(sample_shape.Shape);

            /// <summary>The logarithm of the density, or of the probability of a discrete value.</summary>
            public abstract Tensor log_prob(Tensor value);

            /// <summary>The entropy in nats, of the shape batch_shape.</summary>
            public abstract Tensor entropy();

            /// <summary>The same distribution with its parameters expanded to another batch shape. TorchSharp's second argument is not read.</summary>
            public abstract Distribution expand(Size batch_shape, Distribution? instance = null);

            /// <summary>The probability of a value at most this one.</summary>
            public virtual Tensor cdf(Tensor value) => throw Missing("cdf");

            /// <summary>The value below which a draw is with this probability.</summary>
            public virtual Tensor icdf(Tensor value) => throw Missing("icdf");

            /// <summary>All values of a discrete distribution along dimension 0, over all batches at once or (not expanded) with batch dimensions of 1.</summary>
            public virtual Tensor enumerate_support(bool expand = true) => throw Missing("enumerate_support");

            /// <summary>exp(entropy).</summary>
            public virtual Tensor perplexity() => Scoped(() => entropy().exp());

            protected long[] ExtendedShape(params long[] sample_shape) => [.. sample_shape, .. batch_shape.Shape, .. event_shape.Shape];

            protected static Tensor LogitsToProbs(Tensor logits, bool isBinary = false) => isBinary ? logits.sigmoid() : logits.softmax(-1);

            protected static Tensor ProbsToLogits(Tensor probs, bool isBinary = false) => Scoped(() =>
            {
                var inside = ClampProbs(probs);
                return isBinary ? inside.log() - (-inside).log1p() : inside.log();
            });

            protected static Tensor ClampProbs(Tensor probs)
            {
                var eps = Limits.Epsilon(probs.dtype);
                return probs.clamp(eps, 1 - eps);
            }

            /// <summary>max(x, 0), with half the gradient of each side at 0.</summary>
            protected static Tensor ClampByZero(Tensor x) => Scoped(() => (x.clamp_min(0) + x - x.clamp_max(0)) / 2);

            // A parameter lives as long as the distribution, whatever scope it was made in.
            private protected Tensor Keep(Tensor tensor)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                var kept = tensor.alias().DetachFromDisposeScope();
                _kept.Add(kept);
                return kept;
            }

            private protected (Tensor, Tensor) KeepBroadcast(Tensor first, Tensor second)
            {
                using var scope = NewDisposeScope();
                var both = broadcast_tensors(first, second);
                return (Keep(both[0]), Keep(both[1]));
            }

            private protected static Tensor Scoped(Func<Tensor> body) => WrappedTensorDisposeScope(body);

            private protected static Tensor SumRightmost(Tensor value, int dimensions) => dimensions == 0 ? value : value.flatten((int)value.dim() - dimensions, -1).sum(-1);

            private protected NotImplementedException Missing(string what) => new($"{GetType().Name} has no {what}: there is no closed form, or nobody has written it yet.");

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                    return;
                foreach (var tensor in _kept)
                    tensor.Dispose();
                _kept.Clear();
            }
        }
    }
}
