// torch.special against closed forms.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class SpecialTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void FunctionsHaveTheirKnownValues()
    {
        Assert.Equal(-0.5 * Math.Log(0.5), special.entr(tensor(0.5)).ToDouble(), 12);
        Assert.Equal(0.5, special.ndtr(tensor(0.0)).ToDouble(), 12);
        Assert.Equal(0, special.ndtri(tensor(0.5)).ToDouble(), 12);
        Assert.Equal(Math.PI * Math.PI / 6, special.zeta(tensor(2.0), tensor(1.0)).ToDouble(), 12);
        Assert.Equal(Math.Log(24), special.gammaln(tensor(5.0)).ToDouble(), 12);
        Assert.Equal(1, special.bessel_j0(tensor(0.0)).ToDouble(), 12);
        Assert.Equal(2 * Math.Log(4), special.xlog1py(tensor(2.0), tensor(3.0)).ToDouble(), 12);
    }

    [Fact]
    public void PolynomialsFollowTheirRecurrences()
    {
        var x = tensor(0.3);
        Assert.Equal(4 * 0.027 - 3 * 0.3, special.chebyshev_polynomial_t(x, tensor(3.0)).ToDouble(), 10);
        Assert.Equal((3 * 0.09 - 1) / 2, special.legendre_polynomial_p(x, tensor(2.0)).ToDouble(), 10);
        Assert.Equal(4 * 0.09 - 2, special.hermite_polynomial_h(x, tensor(2.0)).ToDouble(), 10);
    }

    [Fact]
    public void AResultGoesIntoAGivenTensor()
    {
        var target = zeros(1, ScalarType.Float64);
        Assert.Same(target, special.bessel_j1(tensor([0.0, 0.0]), target));
        Numbers.Equal([2], [0, 0], target);
    }
}
