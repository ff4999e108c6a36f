// Anomaly detection: which operator of the forward an error of backward belongs to, and where it was called.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

[Collection(GlobalSettings.Name)]
public sealed class AnomalyTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    // 0 · ∞: the root's gradient at zero is infinite.
    private static Tensor Bad(Tensor x) => sqrt(x) * 0;

    private static Tensor Zero() => zeros(2).requires_grad_();

    [Fact]
    public void ANaNInBackwardNamesTheOperatorAndThePlaceOfItsForward()
    {
        using var detecting = autograd.detect_anomaly();
        var y = Bad(Zero()).sum();
        var error = Assert.Throws<TorchException>(() => y.backward());
        Assert.Contains("'SqrtBackward0' returned nan values", error.Message, StringComparison.Ordinal);
        Assert.Contains("Its forward, sqrt, was called at PluginHost.Tests.Torch.AnomalyTests.Bad (AnomalyTests.cs:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AForwardBeforeDetectionHasNoPlace()
    {
        var y = Bad(Zero()).sum();
        using var detecting = autograd.detect_anomaly();
        var error = Assert.Throws<TorchException>(() => y.backward());
        Assert.Contains("Where its forward, sqrt, was called is not known", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANaNInTheSecondBackwardNamesBoth()
    {
        using var detecting = autograd.detect_anomaly();
        var x = zeros([]).requires_grad_();
        var first = autograd.grad([x.pow(1.5)], [x], create_graph: true)[0];
        var error = Assert.Throws<TorchException>(() => (first * 0).backward());
        Assert.Contains("PowBackward0", error.Message, StringComparison.Ordinal);
        Assert.Contains("That was in a backward: Its forward, pow, was called at", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnErrorOfAHookSaysWhereTheForwardWas()
    {
        using var detecting = autograd.detect_anomaly(check_nan: false);
        var x = ones(2).requires_grad_();
        var y = Bad(x);
        y.register_hook(new Func<Tensor, Tensor?>(_ => throw new InvalidOperationException("not this gradient.")));
        var error = Assert.Throws<TorchException>(() => y.sum().backward());
        Assert.IsType<InvalidOperationException>(error.InnerException);
        Assert.Contains("not this gradient. Its forward, mul, was called at PluginHost.Tests.Torch.AnomalyTests.Bad", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutTheCheckOrWithoutDetectionANaNIsNoError()
    {
        var x = Zero();
        using (autograd.detect_anomaly(check_nan: false))
            Bad(x).sum().backward();
        Assert.True(x.grad!.isnan().all().ToBoolean());
        x.grad = null;
        Bad(x).sum().backward();
        Assert.True(x.grad!.isnan().all().ToBoolean());
    }

    [Fact]
    public void TheSettingEndsWithItsBlock()
    {
        Assert.False(AnomalyMode.IsEnabled);
        using (autograd.detect_anomaly(check_nan: false))
        {
            Assert.True(AnomalyMode.IsEnabled);
            Assert.False(AnomalyMode.ShouldCheckNaN);
            using (autograd.set_detect_anomaly(false))
                Assert.False(AnomalyMode.IsEnabled);
            Assert.True(AnomalyMode.IsEnabled);
        }
        Assert.False(AnomalyMode.IsEnabled);
        Assert.True(AnomalyMode.ShouldCheckNaN);
    }
}
