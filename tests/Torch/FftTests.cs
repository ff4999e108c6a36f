// torch.fft, windows and the short-time transform against closed forms.
using System.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class FftTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void AnImpulseHasAFlatSpectrum()
    {
        var spectrum = fft.fft_(tensor([1.0, 0, 0, 0]));
        Assert.Equal(ScalarType.ComplexFloat64, spectrum.dtype);
        Assert.Equal([Complex.One, Complex.One, Complex.One, Complex.One], spectrum.ToArray<Complex>());
    }

    [Fact]
    public void TheInverseUndoesATransform()
    {
        var x = tensor([1.0, 2, 3, 4, 5, 6]).reshape(2, 3);
        Assert.True(fft.irfft(fft.rfft(x), 3).allclose(x));
        Assert.True(fft.ifftn(fft.fftn(x)).real.allclose(x));
        Assert.True(fft.ifft2(fft.fft2(x, norm: FFTNormType.Ortho), norm: FFTNormType.Ortho).real.allclose(x));
    }

    [Fact]
    public void FrequenciesAndShifts()
    {
        Numbers.Equal([4], [0, 0.25, -0.5, -0.25], fft.fftfreq(4));
        Numbers.Equal([3], [0, 0.25, 0.5], fft.rfftfreq(4));
        Numbers.Equal([4], [2, 3, 0, 1], fft.fftshift(arange(4)));
    }

    [Fact]
    public void WindowsAndTheShortTimeTransform()
    {
        Numbers.Equal([4], [0, 0.5, 1, 0.5], hann_window(4));
        Numbers.Equal([4], [0, 0.5, 1, 0.5], bartlett_window(4));
        var x = arange(32, ScalarType.Float64);
        var window = hann_window(8, dtype: ScalarType.Float64);
        var spectra = stft(x, 8, 2, window: window, return_complex: true);
        Assert.Equal([5, 17], spectra.shape);
        Assert.True(istft(spectra, 8, 2, window: window, length: 32).allclose(x));
    }
}
