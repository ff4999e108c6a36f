// Schedulers against their closed forms, alone, one after the other and together.
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace PluginHost.Tests.Torch;

public sealed class SchedulerTests
{
    private static double[] Rates(Func<optim.Optimizer, LRScheduler> make, int steps)
    {
        using var parameter = new Parameter(zeros(1));
        using var optimizer = optim.SGD([parameter], 1.0, momentum: 0.9);
        var scheduler = make(optimizer);
        var rates = new double[steps];
        for (var i = 0; i < steps; i++)
        {
            rates[i] = optimizer.ParamGroups.First().LearningRate;
            scheduler.step();
        }
        return rates;
    }

    private static void Near(IEnumerable<double> expected, double[] got)
    {
        foreach (var (index, value) in expected.Index())
            Assert.Equal(value, got[index], 12);
    }

    [Fact]
    public void RatesFollowTheirClosedForms()
    {
        Near(Enumerable.Range(0, 8).Select(t => Math.Pow(0.5, t / 3)), Rates(o => StepLR(o, 3, 0.5), 8));
        Near(Enumerable.Range(0, 8).Select(t => 0.5 + 0.5 * Math.Min(t, 4) / 4), Rates(o => LinearLR(o, 0.5, 1, 4), 8));
        Near(Enumerable.Range(0, 8).Select(t => Math.Pow(1 - Math.Min(t, 5) / 5.0, 2)), Rates(o => PolynomialLR(o, 5, 2), 8));
        Near(Enumerable.Range(0, 12).Select(t => (1 + Math.Cos(Math.PI * t / 4)) / 2), Rates(o => CosineAnnealingLR(o, 4), 12));
        Near([0.25, 0.25, 1, 1], Rates(o => ConstantLR(o, 0.25, 2), 4));
        Near([1, 0.5, 0.25, 0.125], Rates(o => MultiplicativeLR(o, _ => 0.5), 4));
    }

    [Fact]
    public void CyclesGoUpAndDown()
    {
        Near([0.1, 0.55, 1, 0.55, 0.1, 0.55], Rates(o => CyclicLR(o, 0.1, 1.0, step_size_up: 2), 6));
        var once = Rates(o => OneCycleLR(o, 1.0, total_steps: 10, div_factor: 10, final_div_factor: 100, anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear), 10);
        Near([0.1, 0.55, 1], once);
        Assert.Equal(0.001, once[9], 12);
    }

    [Fact]
    public void MomentumGoesTheOtherWayInACycle()
    {
        using var parameter = new Parameter(zeros(1));
        using var optimizer = optim.SGD([parameter], 1.0, momentum: 0.5);
        var scheduler = CyclicLR(optimizer, 0.1, 1.0, step_size_up: 2, base_momentum: 0.8, max_momentum: 0.9);
        var momenta = new double[5];
        for (var i = 0; i < momenta.Length; i++)
        {
            momenta[i] = ((SGD.Options)optimizer.ParamGroups.First().Options!).momentum!.Value;
            scheduler.step();
        }
        Near([0.9, 0.85, 0.8, 0.85, 0.9], momenta);
    }

    [Fact]
    public void OneAfterTheOtherAndTogether()
    {
        Near([0.5, 0.5, 1, 0.1, 0.01], Rates(o => SequentialLR(o, [ConstantLR(o, 0.5, 10), ExponentialLR(o, 0.1)], [2]), 5));
        Near([0.5, 0.25, 0.25], Rates(o => ChainedLR([ConstantLR(o, 0.5, 2), ExponentialLR(o, 0.5)]), 3));
    }

    [Fact]
    public void APlateauReducesTheRate()
    {
        using var parameter = new Parameter(zeros(1));
        using var optimizer = optim.SGD([parameter], 1.0);
        var scheduler = ReduceLROnPlateau(optimizer, factor: 0.5, patience: 1);
        foreach (var loss in new[] { 1.0, 0.5, 0.5, 0.5 })
            scheduler.step(loss);
        Assert.Equal(0.5, optimizer.ParamGroups.First().LearningRate);
        Assert.Throws<InvalidOperationException>(() => scheduler.step());
    }
}
