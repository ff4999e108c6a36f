// torch.fft: discrete Fourier transforms over one, two or many dimensions.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>Discrete Fourier transforms.</summary>
    public static partial class fft
    {
        public static Tensor fft_(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) => Calls.fft_fft(input, n < 0 ? null : n, dim, Name(norm));

        public static Tensor ifft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) => Calls.fft_ifft(input, n < 0 ? null : n, dim, Name(norm));

        public static Tensor rfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) => Calls.fft_rfft(input, n < 0 ? null : n, dim, Name(norm));

        public static Tensor irfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) => Calls.fft_irfft(input, n < 0 ? null : n, dim, Name(norm));

        public static Tensor hfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) => Calls.fft_hfft(input, n < 0 ? null : n, dim, Name(norm));

        public static Tensor ihfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) => Calls.fft_ihfft(input, n < 0 ? null : n, dim, Name(norm));

        public static Tensor fft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Calls.fft_fft2(input, s, dim ?? [-2, -1], Name(norm));

        public static Tensor ifft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Calls.fft_ifft2(input, s, dim ?? [-2, -1], Name(norm));

        public static Tensor rfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Calls.fft_rfft2(input, s, dim ?? [-2, -1], Name(norm));

        public static Tensor irfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Calls.fft_irfft2(input, s, dim ?? [-2, -1], Name(norm));

        public static Tensor hfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Calls.fft_hfft2(input, s, dim ?? [-2, -1], Name(norm));

        public static Tensor ihfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Calls.fft_ihfft2(input, s, dim ?? [-2, -1], Name(norm));

        public static Tensor fftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Calls.fft_fftn(input, s, dim, Name(norm));

        public static Tensor ifftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Calls.fft_ifftn(input, s, dim, Name(norm));

        public static Tensor rfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Calls.fft_rfftn(input, s, dim, Name(norm));

        public static Tensor irfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Calls.fft_irfftn(input, s, dim, Name(norm));

        public static Tensor hfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Calls.fft_hfftn(input, s, dim, Name(norm));

        public static Tensor ihfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Calls.fft_ihfftn(input, s, dim, Name(norm));

        public static Tensor fftshift(Tensor input, long[]? dim = null) => Calls.fft_fftshift(input, dim);

        public static Tensor ifftshift(Tensor input, long[]? dim = null) => Calls.fft_ifftshift(input, dim);

        /// <summary>The frequency of every bin of a transform of <paramref name="n"/> samples, <paramref name="d"/> apart.</summary>
        public static Tensor fftfreq(long n, double d = 1.0, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Calls.fft_fftfreq(n, d, dtype ?? s_defaultType, null, device, null), requires_grad);

        /// <summary>Like <see cref="fftfreq"/>, of the bins that rfft keeps.</summary>
        public static Tensor rfftfreq(long n, double d = 1.0, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Finish(Calls.fft_rfftfreq(n, d, dtype ?? s_defaultType, null, device, null), requires_grad);

        private static string Name(FFTNormType norm) => norm switch
        {
            FFTNormType.Forward => "forward",
            FFTNormType.Ortho => "ortho",
            _ => "backward",
        };
    }
}
