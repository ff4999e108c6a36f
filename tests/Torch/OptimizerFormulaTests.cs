// Each optimizer's steps on one number against its paper's formula, and its state through a file.
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class OptimizerFormulaTests
{
    // Gradients of x⁴/4 from x = 1, in double precision.
    private static double Run(Func<IEnumerable<Parameter>, optim.Optimizer> make, int steps)
    {
        using var parameter = new Parameter(tensor(1.0, ScalarType.Float64));
        using var optimizer = make([parameter]);
        for (var i = 0; i < steps; i++)
        {
            optimizer.zero_grad();
            using (var loss = parameter.pow(4) / 4)
                loss.backward();
            optimizer.step();
        }
        return parameter.ToDouble();
    }

    private static double Formula(int steps, Func<int, double, double, double> next)
    {
        var x = 1.0;
        for (var t = 1; t <= steps; t++)
            x = next(t, x, x * x * x);
        return x;
    }

    [Fact]
    public void Adagrad()
    {
        var sum = 0.0;
        Assert.Equal(Formula(5, (t, x, g) => x - 0.1 / (1 + (t - 1) * 0.5) * g / (Math.Sqrt(sum += g * g) + 1e-10)), Run(p => optim.Adagrad(p, 0.1, lr_decay: 0.5), 5), 12);
    }

    [Fact]
    public void Adadelta()
    {
        double s = 0, a = 0;
        Assert.Equal(Formula(5, (_, x, g) =>
        {
            s = 0.9 * s + 0.1 * g * g;
            var change = Math.Sqrt(a + 1e-6) / Math.Sqrt(s + 1e-6) * g;
            a = 0.9 * a + 0.1 * change * change;
            return x - change;
        }), Run(p => optim.Adadelta(p), 5), 12);
    }

    [Fact]
    public void Adamax()
    {
        double m = 0, u = 0;
        Assert.Equal(Formula(5, (t, x, g) =>
        {
            m = 0.9 * m + 0.1 * g;
            u = Math.Max(0.999 * u, Math.Abs(g) + 1e-8);
            return x - 0.05 / (1 - Math.Pow(0.9, t)) * m / u;
        }), Run(p => optim.Adamax(p, 0.05), 5), 12);
    }

    [Fact]
    public void RAdamBeforeAndAfterItTrustsTheVariance()
    {
        double m = 0, v = 0;
        Assert.Equal(Formula(12, (t, x, g) =>
        {
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            var limit = 2 / 0.001 - 1;
            var correction = 1 - Math.Pow(0.999, t);
            var rho = limit - 2 * t * Math.Pow(0.999, t) / correction;
            var r = Math.Sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho));
            return x - 0.05 * m / (1 - Math.Pow(0.9, t)) * (rho > 5 ? r * Math.Sqrt(correction) / (Math.Sqrt(v) + 1e-8) : 1);
        }), Run(p => optim.RAdam(p, 0.05), 12), 10);
    }

    [Fact]
    public void NAdam()
    {
        double m = 0, v = 0, product = 1;
        double Mu(int t) => 0.9 * (1 - 0.5 * Math.Pow(0.96, t * 4e-3));
        Assert.Equal(Formula(5, (t, x, g) =>
        {
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            product *= Mu(t);
            var denominator = Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8;
            return x - 0.05 * ((1 - Mu(t)) * g / (1 - product) + Mu(t + 1) * m / (1 - product * Mu(t + 1))) / denominator;
        }), Run(p => optim.NAdam(p, 0.05), 5), 12);
    }

    [Fact]
    public void RMSPropCenteredWithMomentum()
    {
        double s = 0, mean = 0, b = 0;
        Assert.Equal(Formula(5, (_, x, g) =>
        {
            s = 0.9 * s + 0.1 * g * g;
            mean = 0.9 * mean + 0.1 * g;
            b = 0.5 * b + g / (Math.Sqrt(s - mean * mean) + 1e-8);
            return x - 0.01 * b;
        }), Run(p => optim.RMSProp(p, 0.01, 0.9, momentum: 0.5, centered: true), 5), 10);
    }

    [Fact]
    public void AsgdAveragesAndRpropTurns()
    {
        var eta = 0.1;
        Assert.Equal(Formula(5, (t, x, g) =>
        {
            var next = x * (1 - 1e-4 * eta) - eta * g;
            eta = 0.1 / Math.Pow(1 + 1e-4 * 0.1 * t, 0.75);
            return next;
        }), Run(p => optim.ASGD(p, 0.1), 5), 12);
        double size = 0.9, before = 0;
        Assert.Equal(Formula(6, (_, x, g) =>
        {
            size *= g * before > 0 ? 1.2 : g * before < 0 ? 0.5 : 1;
            before = g * before < 0 ? 0 : g;
            return x - Math.Sign(before) * size;
        }), Run(p => optim.Rprop(p, 0.9), 6), 12);
    }

    [Fact]
    public void LbfgsFindsTheMinimumOfAQuadratic()
    {
        using var scope = NewDisposeScope();
        var x = new Parameter(tensor([3.0, -2.0]));
        var scales = tensor([1.0, 10.0]);
        using var optimizer = optim.LBFGS([x], lr: 1, max_iter: 30);
        optimizer.step(() =>
        {
            optimizer.zero_grad();
            var loss = (scales * (x - 1).square()).sum();
            loss.backward();
            return loss;
        });
        Assert.True(x.allclose(ones_like(x), atol: 1e-4));
    }

    [Fact]
    public void StateGoesThroughTorchSharpsFormat()
    {
        foreach (var make in new Func<IEnumerable<Parameter>, optim.Optimizer>[] { p => optim.NAdam(p), p => optim.ASGD(p), p => optim.RMSProp(p, momentum: 0.5), p => optim.Adam(p), p => optim.SGD(p, 0.1, momentum: 0.9), p => optim.Rprop(p) })
        {
            using var scope = NewDisposeScope();
            var first = new Parameter(tensor([1f, 2f]));
            var second = new Parameter(tensor([1f, 2f]));
            using var one = make([first]);
            using var two = make([second]);
            Step(one, first);
            second.detach().copy_(first.detach());
            using var stream = new MemoryStream();
            one.save_state_dict(new BinaryWriter(stream));
            stream.Position = 0;
            two.load_state_dict(new BinaryReader(stream));
            Assert.True(two.state_dict().State[0].ApproximatelyEquals(one.state_dict().State[0]), one.GetType().Name);
            Step(one, first);
            Step(two, second);
            Assert.True(first.allclose(second), one.GetType().Name);
        }

        static void Step(optim.Optimizer optimizer, Parameter parameter)
        {
            optimizer.zero_grad();
            parameter.square().sum().backward();
            optimizer.step();
        }
    }
}
