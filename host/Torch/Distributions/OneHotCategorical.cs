// The categorical distribution with its draws as unit vectors.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>A unit vector of K numbers; probs or logits (…, K), normalised here.</summary>
    public class OneHotCategorical : Distribution
    {
        private readonly Categorical _categorical;

        public OneHotCategorical(Tensor? p = null, Tensor? l = null, Generator? generator = null)
            : this(new Categorical(p, l, generator), generator)
        {
        }

        private OneHotCategorical(Categorical categorical, Generator? generator)
            : base(generator, categorical.batch_shape, categorical.num_events) => _categorical = categorical;

        public Tensor probs => _categorical.probs;

        public Tensor logits => _categorical.logits;

        public long[] param_shape => _categorical.param_shape;

        public override Tensor mean => probs;

        public override Tensor mode => Scoped(() => nn.functional.one_hot(probs.argmax(-1), _categorical.num_events).type_as(probs));

        public override Tensor variance => Scoped(() => probs * (1 - probs));

        public override Tensor rsample(params long[] sample_shape) => Scoped(() => nn.functional.one_hot(_categorical.sample(sample_shape), _categorical.num_events).type_as(probs));

        public override Tensor log_prob(Tensor value) => Scoped(() => _categorical.log_prob(value.argmax(-1)));

        public override Tensor entropy() => _categorical.entropy();

        public override Tensor enumerate_support(bool expand = true) => Scoped(() =>
        {
            var classes = _categorical.num_events;
            var values = eye(classes, dtype: probs.dtype, device: probs.device).view([classes, .. Enumerable.Repeat(1L, batch_shape.Length), classes]);
            return expand ? values.expand([classes, .. batch_shape.Shape, classes]) : values;
        });

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new OneHotCategorical((Categorical)_categorical.expand(batch_shape.Shape), generator);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _categorical.Dispose();
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
            public static Modules.OneHotCategorical OneHotCategorical(Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(probs, logits, generator);

            public static Modules.OneHotCategorical OneHotCategorical(float? probs, float? logits, Generator? generator = null) => new(ProbsAndLogits.Number(probs), ProbsAndLogits.Number(logits), generator);

            public static Modules.OneHotCategorical OneHotCategorical(double? probs, double? logits, Generator? generator = null) => new(ProbsAndLogits.Number(probs), ProbsAndLogits.Number(logits), generator);
        }
    }
}
