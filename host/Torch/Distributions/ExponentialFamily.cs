// Distributions whose entropy follows from their log normalizer.
namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        /// <summary>Densities exp(θ·t(x) − F(θ) + k(x)). The entropy is F(θ) − θ·∇F(θ) − E[k(x)] (Nielsen and Nock 2010), by automatic differentiation.</summary>
        public abstract class ExponentialFamily : Distribution
        {
            protected ExponentialFamily(Generator? generator)
                : base(generator)
            {
            }

            /// <summary>θ.</summary>
            protected abstract IList<Tensor> NaturalParams { get; }

            /// <summary>F(θ).</summary>
            protected virtual Tensor LogNormalizer(params Tensor[] parameters) => throw Missing("log normalizer");

            /// <summary>E[k(x)].</summary>
            protected abstract Tensor MeanCarrierMeasure { get; }

            public override Tensor entropy() => Scoped(() =>
            {
                using var grad = enable_grad();
                var parameters = NaturalParams.Select(parameter => parameter.detach().requires_grad_()).ToArray();
                var normalizer = LogNormalizer(parameters);
                var gradients = autograd.grad([normalizer.sum()], parameters, create_graph: true);
                var result = normalizer - MeanCarrierMeasure;
                for (var i = 0; i < parameters.Length; i++)
                    result -= parameters[i] * gradients[i];
                return result;
            });
        }
    }
}
