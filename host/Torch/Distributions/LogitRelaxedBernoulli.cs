// A differentiable relative of the Bernoulli distribution, as logits.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>The logit of a relaxed Bernoulli variable: (logits + log u − log(1 − u)) / temperature (Maddison et al. 2016).</summary>
    public class LogitRelaxedBernoulli : Distribution
    {
        private readonly ProbsAndLogits _p;
        private readonly Tensor _temperature;

        public LogitRelaxedBernoulli(Tensor temperature, Tensor? probs = null, Tensor? logits = null, Generator? generator = null)
            : base(generator)
        {
            _p = new ProbsAndLogits(nameof(LogitRelaxedBernoulli), probs, logits, Keep, p => ProbsToLogits(p, true), l => LogitsToProbs(l, true));
            _temperature = Keep(temperature);
            batch_shape = _p.Given.shape;
        }

        public Tensor temperature => _temperature;

        public Tensor probs => _p.Probs;

        public Tensor logits => _p.Logits;

        public override Tensor mean => throw Missing("mean");

        public override Tensor variance => throw Missing("variance");

        public override Tensor rsample(params long[] sample_shape) => Scoped(() =>
        {
            var shape = ExtendedShape(sample_shape);
            var p = ClampProbs(probs.expand(shape));
            var u = ClampProbs(rand(shape, p.dtype, p.device, generator: generator));
            return (u.log() - (-u).log1p() + p.log() - (-p).log1p()) / _temperature;
        });

        public override Tensor log_prob(Tensor value) => Scoped(() =>
        {
            var difference = logits - value * _temperature;
            return _temperature.log() + difference - 2 * difference.exp().log1p();
        });

        public override Tensor entropy() => throw Missing("entropy");

        public override Distribution expand(Size batch_shape, Distribution? instance = null)
        {
            var (probs, logits) = _p.Expanded(batch_shape.Shape);
            return new LogitRelaxedBernoulli(_temperature, probs, logits, generator);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.LogitRelaxedBernoulli LogitRelaxedBernoulli(Tensor temperature, Tensor? probs = null, Tensor? logits = null, Generator? generator = null) => new(temperature, probs, logits, generator);

            public static Modules.LogitRelaxedBernoulli LogitRelaxedBernoulli(Tensor temperature, float? probs, float? logits, Generator? generator = null) => new(temperature, ProbsAndLogits.Number(probs), ProbsAndLogits.Number(logits), generator);

            public static Modules.LogitRelaxedBernoulli LogitRelaxedBernoulli(Tensor temperature, double? probs, double? logits, Generator? generator = null) => new(temperature, ProbsAndLogits.Number(probs), ProbsAndLogits.Number(logits), generator);
        }
    }
}
