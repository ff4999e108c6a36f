// Steps worked out by hand, state by PyTorch's names, and the three ways to step agreeing.
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class OptimizerTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    private static Parameter Weight(params double[] values) => new(tensor(values));

    private static void Give(Parameter parameter, params double[] gradient) => parameter.grad = tensor(gradient, dtype: parameter.dtype);

    [Fact]
    public void PlainSgdSubtractsTheScaledGradient()
    {
        var p = Weight(1, 2);
        using var sgd = optim.SGD([p], 0.1, weight_decay: 0.5);
        Give(p, 1, -1);
        sgd.step();
        Numbers.Equal([2], [1 - 0.1 * (1 + 0.5), 2 - 0.1 * (-1 + 1)], p, 1e-12);
    }

    [Fact]
    public void MomentumAndNesterovFollowTheirFormulas()
    {
        var p = Weight(1);
        var q = Weight(1);
        using var momentum = optim.SGD([p], 0.1, momentum: 0.9);
        using var nesterov = optim.SGD([q], 0.1, momentum: 0.9, nesterov: true);
        double b = 0, expected = 1, expectedNesterov = 1;
        foreach (var g in new[] { 1.0, 0.5, -2.0 })
        {
            Give(p, g);
            Give(q, g);
            momentum.step();
            nesterov.step();
            b = b == 0 ? g : 0.9 * b + g;
            expected -= 0.1 * b;
            expectedNesterov -= 0.1 * (g + 0.9 * b);
        }
        Assert.Equal(expected, p.item<double>(), 1e-12);
        Assert.Equal(expectedNesterov, q.item<double>(), 1e-12);
        Assert.Equal(["momentum_buffer"], momentum.State(p).Keys);
    }

    [Theory]
    [InlineData(ScalarType.Float64, 1, 1e-12)]
    [InlineData(ScalarType.Float32, 1, 1e-6)]
    [InlineData(ScalarType.Float32, 37, 1e-6)]
    public void AdamWFollowsItsFormula(ScalarType type, int elements, double tolerance)
    {
        var values = Enumerable.Range(0, elements).Select(i => 0.5 + i * 0.1).ToArray();
        var p = new Parameter(tensor(values).to(type));
        using var adam = optim.AdamW([p], 0.01, 0.8, 0.95, 1e-8, 0.1);
        var m = new double[elements];
        var v = new double[elements];
        var expected = values.ToArray();
        for (var t = 1; t <= 5; t++)
        {
            var g = values.Select((_, i) => Math.Sin(t + i)).ToArray();
            p.grad = tensor(g).to(type);
            adam.step();
            for (var i = 0; i < elements; i++)
            {
                m[i] = 0.8 * m[i] + 0.2 * g[i];
                v[i] = 0.95 * v[i] + 0.05 * g[i] * g[i];
                expected[i] = expected[i] * (1 - 0.01 * 0.1) - 0.01 * (m[i] / (1 - Math.Pow(0.8, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.95, t))) + 1e-8);
            }
        }
        Numbers.Equal([elements], expected, p, tolerance);
        Assert.Equal(["exp_avg", "exp_avg_sq", "step"], adam.State(p).Keys.Order());
        Assert.Equal(5, adam.State(p)["step"].item<float>());
        Numbers.Equal([elements], m, adam.State(p)["exp_avg"], tolerance);
    }

    [Fact]
    public void AdamAddsItsDecayToTheGradient()
    {
        var p = Weight(2);
        using var adam = optim.Adam([p], 0.1, weight_decay: 0.5);
        Give(p, 1);
        adam.step();
        // The first step is the sign of the gradient, whatever its size.
        Assert.Equal(1.9, p.item<double>(), 1e-6);
        Assert.Equal(0.1 * (1 + 0.5 * 2), adam.State(p)["exp_avg"].item<double>(), 1e-12);
    }

    [Fact]
    public void AmsgradKeepsTheLargestSecondMoment()
    {
        var p = Weight(1);
        using var adam = optim.AdamW([p], 0.1, amsgrad: true);
        Give(p, 2);
        adam.step();
        Give(p, 0.001);
        adam.step();
        Assert.Equal(0.004, adam.State(p)["max_exp_avg_sq"].item<double>(), 1e-6);
        Assert.True(adam.State(p)["exp_avg_sq"].item<double>() < 0.004);
    }

    [Fact]
    public void StateCarriesATrainingOverToAnotherOptimizer()
    {
        var p = new Parameter(ones(3));
        var q = new Parameter(ones(3));
        using var first = optim.AdamW([p], 0.1);
        for (var i = 0; i < 3; i++)
        {
            p.grad = tensor([1f, 2f, i]);
            first.step();
        }
        using (no_grad())
            q.copy_(p);
        using var second = optim.AdamW([q], 0.1);
        second.LoadState(q, first.State(p));
        p.grad = ones(3);
        q.grad = ones(3);
        first.step();
        second.step();
        Assert.Equal(p.ToArray<float>(), q.ToArray<float>());
        Assert.Equal(4, second.State(q)["step"].item<float>());
        Assert.Throws<ArgumentException>(() => second.LoadState(p, first.State(p)));
    }

    [Fact]
    public void GroupsHaveRatesOfTheirOwn()
    {
        var p = Weight(1);
        var q = Weight(1);
        using var adam = optim.AdamW([new AdamW.ParamGroup([p], lr: 0.5), new AdamW.ParamGroup([q], lr: 0.25, weight_decay: 0)]);
        Assert.Equal([0.5, 0.25], adam.ParamGroups.Select(group => group.LearningRate));
        adam.ParamGroups.First().LearningRate = 0;
        Give(p, 1);
        Give(q, 1);
        adam.step();
        Assert.Equal(1, p.item<double>());
        Assert.Equal(0.75, q.item<double>(), 1e-6);
    }

    [Fact]
    public void ParametersWithoutAGradientStayAsTheyAre()
    {
        var p = Weight(1);
        var q = Weight(1);
        using var sgd = optim.SGD([p, q], 1);
        Give(p, 0.5);
        sgd.step();
        Assert.Equal(0.5, p.item<double>());
        Assert.Equal(1, q.item<double>());
        sgd.zero_grad();
        Assert.Null(p.grad);
        Give(p, 3);
        sgd.zero_grad(set_to_none: false);
        Assert.Equal(0, p.grad!.item<double>());
    }

    [Fact]
    public void NonsenseIsRefusedBeforeTraining()
    {
        var p = Weight(1);
        Assert.Throws<ArgumentException>(() => optim.SGD([p, p], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => optim.AdamW([p], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => optim.AdamW([p], 0.1, beta1: 1));
        Assert.Throws<ArgumentException>(() => optim.SGD([p], 0.1, nesterov: true));
    }

    [Fact]
    public void AClosureComputesTheLossFirst()
    {
        var p = Weight(3);
        using var sgd = optim.SGD([p], 0.1);
        var loss = sgd.step(() =>
        {
            sgd.zero_grad();
            var value = (p * p).sum();
            value.backward();
            return value;
        });
        Assert.Equal(9, loss!.ToDouble());
        Assert.Equal(3 - 0.6, p.item<double>(), 1e-12);
    }

    [Fact]
    public void SchedulersSetTheRateByTheStep()
    {
        Assert.Equal([1, 0.5, 0.25, 0.125], Rates(o => optim.lr_scheduler.ExponentialLR(o, 0.5)));
        Assert.Equal([1, 1, 0.1, 0.1], Rates(o => optim.lr_scheduler.StepLR(o, 2)));
        Assert.Equal([0, 1, 2, 3], Rates(o => optim.lr_scheduler.LambdaLR(o, step => step)));
        Assert.Equal([1, 0.75, 0.25, 0], Rates(o => optim.lr_scheduler.CosineAnnealingLR(o, 3)).Select(rate => Math.Round(rate, 12)));
        Assert.Equal([0.5, 0.75, 1, 1], Rates(o => optim.lr_scheduler.LinearLR(o, 0.5, 1, 2)));

        static List<double> Rates(Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> make)
        {
            using var sgd = optim.SGD([Weight(1)], 1);
            var scheduler = make(sgd);
            var rates = new List<double>();
            for (var i = 0; i < 4; i++)
            {
                rates.Add(scheduler.get_last_lr().Single());
                scheduler.step();
            }
            return rates;
        }
    }
}
