// Distributions: densities against numerical integrals, draws against moments, and the transforms between them.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Distribution = TorchSharp.torch.distributions.Distribution;

namespace PluginHost.Tests.Torch;

public sealed class DistributionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    private static Tensor Real(params double[] values) => tensor(values, ScalarType.Float64);

    private static Distribution Make(string name, Generator? generator = null) => name switch
    {
        "Normal" => distributions.Normal(Real(0.3), Real(0.7), generator),
        "Uniform" => distributions.Uniform(Real(-1), Real(2.5), generator),
        "Laplace" => distributions.Laplace(Real(0.3), Real(0.7), generator),
        "Exponential" => distributions.Exponential(Real(1.7), generator),
        "Gamma" => distributions.Gamma(Real(2.5), Real(1.5), generator),
        "Chi2" => distributions.Chi2(Real(5), generator),
        "Beta" => distributions.Beta(Real(2.5), Real(3.5), generator),
        "FisherSnedecor" => distributions.FisherSnedecor(Real(6), Real(12), generator),
        "HalfNormal" => distributions.HalfNormal(Real(0.7), generator),
        "LogNormal" => distributions.LogNormal(Real(0.2), Real(0.4), generator),
        "Gumbel" => distributions.Gumbel(Real(0.3), Real(0.7), generator),
        "Pareto" => distributions.Pareto(Real(1.2), Real(7), generator),
        "Weibull" => distributions.Weibull(Real(1.3), Real(2.1), generator),
        "Kumaraswamy" => distributions.Kumaraswamy(Real(2.2), Real(3.1), generator),
        "Cauchy" => distributions.Cauchy(Real(0.3), Real(0.7), generator),
        "HalfCauchy" => distributions.HalfCauchy(Real(0.7), generator),
        "Bernoulli" => distributions.Bernoulli(Real(0.3), null, generator),
        "Geometric" => distributions.Geometric(Real(0.4), null, generator),
        "Binomial" => distributions.Binomial(tensor(7), Real(0.3), null, generator),
        "NegativeBinomial" => distributions.NegativeBinomial(tensor(5), Real(0.4), null, generator),
        "Poisson" => distributions.Poisson(Real(2.3), generator),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public static TheoryData<string, double, double> Continuous => new()
    {
        { "Normal", -8, 8 }, { "Uniform", -1, 2.5 }, { "Laplace", -25, 25 }, { "Exponential", 0, 25 }, { "Gamma", 0, 30 }, { "Chi2", 0, 80 }, { "Beta", 0, 1 }, { "FisherSnedecor", 0, 400 },
        { "HalfNormal", 0, 8 }, { "LogNormal", 0, 30 }, { "Gumbel", -6, 25 }, { "Pareto", 1.2, 60 }, { "Weibull", 0, 12 }, { "Kumaraswamy", 0, 1 },
    };

    [Theory]
    [MemberData(nameof(Continuous))]
    public void DensityHasTheSaidMoments(string name, double from, double to)
    {
        using var distribution = Make(name);
        const int steps = 400_000;
        var width = (to - from) / steps;
        var x = (arange(steps, ScalarType.Float64) + 0.5) * width + from;
        var logarithm = distribution.log_prob(x);
        var weight = logarithm.exp() * width;
        var mean = (x * weight).sum().ToDouble();
        Assert.Equal(1, weight.sum().ToDouble(), 1e-4);
        Assert.Equal(mean, distribution.mean.ToDouble(), 1e-3);
        Assert.Equal(((x - mean).square() * weight).sum().ToDouble(), distribution.variance.ToDouble(), 2e-3);
        Assert.Equal(distribution.variance.sqrt().ToDouble(), distribution.stddev.ToDouble(), 1e-9);
        if (name is not "FisherSnedecor" and not "Pareto")
            Assert.Equal(-(logarithm.nan_to_num(0, 0, 0) * weight).sum().ToDouble(), distribution.entropy().ToDouble(), 1e-3);
    }

    [Theory]
    [InlineData("Normal")]
    [InlineData("Uniform")]
    [InlineData("Laplace")]
    [InlineData("Exponential")]
    [InlineData("HalfNormal")]
    [InlineData("LogNormal")]
    [InlineData("Gumbel")]
    [InlineData("Pareto")]
    [InlineData("Weibull")]
    [InlineData("Kumaraswamy")]
    [InlineData("Cauchy")]
    [InlineData("HalfCauchy")]
    public void DistributionFunctionHasItsInverseAndItsDensity(string name)
    {
        using var distribution = Make(name);
        var probability = Real(0.1, 0.35, 0.55, 0.8);
        var x = distribution.icdf(probability);
        Numbers.Close(probability, distribution.cdf(x), 1e-9);
        const double step = 1e-5;
        Numbers.Close((distribution.cdf(x + step) - distribution.cdf(x - step)) / (2 * step), distribution.log_prob(x).exp(), 1e-6);
    }

    [Theory]
    [InlineData("Bernoulli", 2)]
    [InlineData("Geometric", 200)]
    [InlineData("Binomial", 8)]
    [InlineData("NegativeBinomial", 200)]
    [InlineData("Poisson", 60)]
    public void ProbabilitiesHaveTheSaidMoments(string name, int values)
    {
        using var distribution = Make(name);
        var x = arange(values, ScalarType.Float64);
        var probability = distribution.log_prob(x).exp();
        var mean = (x * probability).sum().ToDouble();
        Assert.Equal(1, probability.sum().ToDouble(), 1e-6);
        Assert.Equal(mean, distribution.mean.ToDouble(), 1e-6);
        Assert.Equal(((x - mean).square() * probability).sum().ToDouble(), distribution.variance.ToDouble(), 1e-6);
    }

    [Theory]
    [InlineData("Normal")]
    [InlineData("Uniform")]
    [InlineData("Laplace")]
    [InlineData("Exponential")]
    [InlineData("Gamma")]
    [InlineData("Chi2")]
    [InlineData("Beta")]
    [InlineData("FisherSnedecor")]
    [InlineData("HalfNormal")]
    [InlineData("LogNormal")]
    [InlineData("Gumbel")]
    [InlineData("Pareto")]
    [InlineData("Weibull")]
    [InlineData("Kumaraswamy")]
    [InlineData("Bernoulli")]
    [InlineData("Geometric")]
    [InlineData("Binomial")]
    [InlineData("NegativeBinomial")]
    [InlineData("Poisson")]
    public void DrawsHaveTheSaidMomentsAndFollowTheGenerator(string name)
    {
        using var generator = new Generator(11);
        using var distribution = Make(name, generator);
        var draws = distribution.sample(40_000);
        Assert.Equal([40_000, 1], draws.shape);
        Assert.False(draws.requires_grad);
        var deviation = distribution.stddev.ToDouble();
        Assert.Equal(distribution.mean.ToDouble(), draws.mean().ToDouble(), 0.03 * deviation);
        Assert.Equal(deviation, draws.std().ToDouble(), 0.08 * deviation);
        generator.manual_seed(11);
        Numbers.Close(draws, distribution.sample(40_000), 0);
    }

    [Fact]
    public void ExpandedAndBatchedShapes()
    {
        using var normal = distributions.Normal(zeros(3, 1), ones(4));
        Assert.Equal([3, 4], normal.batch_shape.Shape);
        Assert.Equal([2, 5, 3, 4], normal.sample(2, 5).shape);
        using var wide = normal.expand(new long[] { 6, 3, 4 });
        Assert.Equal([2, 6, 3, 4], wide.sample(2).shape);
        using var rows = distributions.Independent(normal, 1);
        Assert.Equal([3], rows.batch_shape.Shape);
        Assert.Equal([4], rows.event_shape.Shape);
        var x = randn(3, 4);
        Numbers.Close(normal.log_prob(x).sum(-1), rows.log_prob(x), 1e-6);
    }

    [Fact]
    public void RsampleHasGradientsAndSampleHasNone()
    {
        var loc = zeros(5, requires_grad: true);
        using var normal = distributions.Normal(loc, ones(5));
        normal.rsample(7).sum().backward();
        Numbers.Close(full([5], 7.0), loc.grad!, 0);
        Assert.False(normal.sample().requires_grad);
    }

    [Fact]
    public void CategoricalNormalisesAndCounts()
    {
        using var generator = new Generator(3);
        using var categorical = distributions.Categorical(Real(1, 2, 5), generator: generator);
        Numbers.Close(Real(0.125, 0.25, 0.625), categorical.probs, 1e-12);
        Numbers.Close(categorical.probs.log(), categorical.log_prob(arange(3)), 1e-12);
        Numbers.Close(-(categorical.probs * categorical.probs.log()).sum(), categorical.entropy(), 1e-12);
        Numbers.Close(categorical.probs, categorical.sample(40_000).bincount(minlength: 3).to(ScalarType.Float64) / 40_000, 0.01);
        using var multinomial = distributions.Multinomial(10, Real(1, 2, 5), generator: generator);
        Numbers.Close(full([6], 10.0), multinomial.sample(6).sum(-1), 0);
        // 10! / (1! 2! 7!) · p.
        var expected = Math.Log(360) + Math.Log(0.125) + 2 * Math.Log(0.25) + 7 * Math.Log(0.625);
        Assert.Equal(expected, multinomial.log_prob(Real(1, 2, 7)).ToDouble(), 1e-9);
        using var oneHot = distributions.OneHotCategorical(Real(1, 2, 5));
        Numbers.Close(categorical.log_prob(tensor(2)), oneHot.log_prob(Real(0, 0, 1)), 1e-12);
    }

    [Fact]
    public void MultivariateNormalTakesAnyOfItsMatrices()
    {
        var factor = tensor(new[,] { { 1.2, 0, 0 }, { 0.3, 0.8, 0 }, { -0.4, 0.2, 0.9 } });
        var covariance = factor.matmul(factor.t());
        var loc = Real(0.1, -0.2, 0.3);
        var x = Real(0.5, 0.4, -0.3);
        using var byFactor = distributions.MultivariateNormal(loc, scale_tril: factor);
        using var byCovariance = distributions.MultivariateNormal(loc, covariance);
        using var byPrecision = distributions.MultivariateNormal(loc, precision_matrix: covariance.inverse());
        var difference = (x - loc).unsqueeze(-1);
        var expected = -0.5 * (difference.t().matmul(covariance.inverse()).matmul(difference).squeeze() + covariance.logdet() + 3 * Math.Log(2 * Math.PI));
        foreach (var distribution in new[] { byFactor, byCovariance, byPrecision })
        {
            Numbers.Close(expected, distribution.log_prob(x), 1e-10);
            Numbers.Close(covariance.diagonal(), distribution.variance, 1e-10);
            Numbers.Close(0.5 * (covariance * (2 * Math.PI * Math.E)).logdet(), distribution.entropy(), 1e-10);
        }
        Assert.Throws<ArgumentException>(() => distributions.MultivariateNormal(loc));
    }

    [Fact]
    public void DirichletDensityOfTwoPartsIsTheBetaDensity()
    {
        using var dirichlet = distributions.Dirichlet(Real(2.5, 3.5));
        using var beta = distributions.Beta(Real(2.5), Real(3.5));
        Numbers.Close(beta.log_prob(Real(0.3)).squeeze(), dirichlet.log_prob(Real(0.3, 0.7)), 1e-12);
        Numbers.Close(beta.entropy().squeeze(), dirichlet.entropy(), 1e-12);
        Numbers.Close(ones(4, ScalarType.Float64), dirichlet.sample(4).sum(-1), 1e-12);
    }

    [Fact]
    public void TransformsInvertAndKnowTheirJacobians()
    {
        distributions.transforms.Transform[] all =
        [
            new distributions.transforms.ExpTransform(), new distributions.transforms.ExpTransform().inv.inv, new distributions.transforms.SigmoidTransform(), new distributions.transforms.TanhTransform(),
            new distributions.transforms.SoftplusTransform(), new distributions.transforms.AffineTransform(0.5, -2), new distributions.transforms.PowerTransform(tensor(1.7)),
            new distributions.transforms.LogTransform(),
            new distributions.transforms.ComposeTransform([new distributions.transforms.AffineTransform(0.1, 0.5), new distributions.transforms.TanhTransform()]),
        ];
        foreach (var transform in all)
        {
            var x = Real(0.2, 0.6, 1.1).requires_grad_();
            var y = transform.forward(x);
            var slope = autograd.grad([y.sum()], [x])[0];
            Numbers.Close(x, transform.inv.forward(y), 1e-9);
            // By way of a transformed distribution, whose density has the Jacobian in it.
            using var flat = new TorchSharp.Modules.TransformedDistribution(distributions.Normal(Real(0), Real(1)), transform);
            using var normal = distributions.Normal(Real(0), Real(1));
            Numbers.Close(normal.log_prob(x) - slope.abs().log(), flat.log_prob(y.detach()), 1e-9);
            Numbers.Close(slope.sign(), transform.sign.to(ScalarType.Float64).expand(3), 0);
        }
    }

    [Fact]
    public void RelaxedDistributionsIntegrateToOneAndSitOnTheSimplex()
    {
        using var relaxed = distributions.RelaxedBernoulli(Real(0.8), Real(0.3));
        var x = (arange(200_000, ScalarType.Float64) + 0.5) / 200_000;
        Assert.Equal(1, relaxed.log_prob(x).exp().mean().ToDouble(), 1e-3);
        using var simplex = distributions.RelaxedOneHotCategorical(tensor(0.5), Real(1, 2, 3));
        Numbers.Close(ones(5, ScalarType.Float64), simplex.rsample(5).sum(-1), 1e-9);
    }

    [Fact]
    public void ConstraintsSayWhatLiesInside()
    {
        Assert.Equal([true, false, true], distributions.constraints.unit_interval.check(Real(0, 1.5, 1)).ToArray<bool>());
        Assert.Equal([false, true], distributions.constraints.nonnegative_integer.check(Real(0.5, 3)).ToArray<bool>());
        Assert.True(distributions.constraints.simplex.check(Real(0.2, 0.8)).ToBoolean());
        Assert.True(distributions.constraints.positive_definite.check(eye(3)).ToBoolean());
        Assert.False(distributions.constraints.lower_cholesky.check(ones(2, 2)).ToBoolean());
        Assert.False(distributions.constraints.real_vector.check(Real(1, double.NaN)).ToBoolean());
    }

    [Fact]
    public void WrongParametersAreSentences()
    {
        Assert.Contains("either probs or logits", Assert.Throws<ArgumentException>(() => distributions.Bernoulli()).Message);
        Assert.Contains("either probs or logits", Assert.Throws<ArgumentException>(() => distributions.Binomial(tensor(3), Real(0.5), Real(0))).Message);
        Assert.Contains("FisherSnedecor has no entropy", Assert.Throws<NotImplementedException>(() => Make("FisherSnedecor").entropy()).Message);
        Assert.Contains("at least one dimension", Assert.Throws<ArgumentException>(() => distributions.Categorical(tensor(1.0))).Message);
    }
}
