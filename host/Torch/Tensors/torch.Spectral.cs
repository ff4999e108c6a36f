// Window functions and the short-time Fourier transform.
namespace TorchSharp;

public static partial class torch
{
    public static Tensor bartlett_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Calls.bartlett_window_periodic(len, periodic, Window(dtype), null, device, null), requires_grad);

    public static Tensor blackman_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Calls.blackman_window_periodic(len, periodic, Window(dtype), null, device, null), requires_grad);

    public static Tensor hamming_window(long len, bool periodic = true, float alpha = 0.54f, float beta = 0.46f, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Calls.hamming_window_periodic_alpha_beta(len, periodic, alpha, beta, Window(dtype), null, device, null), requires_grad);

    public static Tensor hann_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Calls.hann_window_periodic(len, periodic, Window(dtype), null, device, null), requires_grad);

    public static Tensor kaiser_window(long len, bool periodic = true, float beta = 12.0f, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Calls.kaiser_window_beta(len, periodic, beta, Window(dtype), null, device, null), requires_grad);

    /// <summary>Spectra of overlapping pieces of a signal; a length below zero means its default.</summary>
    public static Tensor stft(Tensor input, long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null) =>
        Calls.stft_center(input, n_fft, Given(hop_length), Given(win_length), window, center, pad_mode.ToString().ToLowerInvariant(), normalized, onesided, return_complex);

    /// <summary>The signal of which <see cref="stft"/> made the spectra.</summary>
    public static Tensor istft(Tensor input, long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
        Calls.istft(input, n_fft, Given(hop_length), Given(win_length), window, center, normalized, onesided, Given(length), return_complex);

    public partial class Tensor
    {
        /// <summary>See <see cref="torch.stft"/>.</summary>
        public Tensor stft(long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null) =>
            torch.stft(this, n_fft, hop_length, win_length, window, center, pad_mode, normalized, onesided, return_complex);

        /// <summary>See <see cref="torch.istft"/>.</summary>
        public Tensor istft(long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
            torch.istft(this, n_fft, hop_length, win_length, window, center, normalized, onesided, length, return_complex);
    }

    private static long? Given(long length) => length < 0 ? null : length;

    private static ScalarType Window(ScalarType? dtype) => dtype ?? s_defaultType;
}
