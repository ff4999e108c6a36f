// torch.special: special functions, each one operator of libtorch.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>Special functions, elementwise.</summary>
    public static class special
    {
        public static Tensor airy_ai(Tensor input, Tensor? @out = null) => Into(@out, Calls.special_airy_ai(input));

        public static Tensor bessel_j0(Tensor input, Tensor? @out = null) => Into(@out, Calls.special_bessel_j0(input));

        public static Tensor bessel_j1(Tensor input, Tensor? @out = null) => Into(@out, Calls.special_bessel_j1(input));

        public static Tensor bessel_y0(Tensor input, Tensor? @out = null) => Into(@out, Calls.special_bessel_y0(input));

        public static Tensor bessel_y1(Tensor input, Tensor? @out = null) => Into(@out, Calls.special_bessel_y1(input));

        public static Tensor modified_bessel_i0(Tensor input, Tensor? @out = null) => Into(@out, Calls.special_modified_bessel_i0(input));

        public static Tensor modified_bessel_i1(Tensor input, Tensor? @out = null) => Into(@out, Calls.special_modified_bessel_i1(input));

        public static Tensor modified_bessel_k0(Tensor input, Tensor? @out = null) => Into(@out, Calls.special_modified_bessel_k0(input));

        public static Tensor modified_bessel_k1(Tensor input, Tensor? @out = null) => Into(@out, Calls.special_modified_bessel_k1(input));

        public static Tensor scaled_modified_bessel_k0(Tensor input, Tensor? @out = null) => Into(@out, Calls.special_scaled_modified_bessel_k0(input));

        public static Tensor scaled_modified_bessel_k1(Tensor input, Tensor? @out = null) => Into(@out, Calls.special_scaled_modified_bessel_k1(input));

        public static Tensor spherical_bessel_j0(Tensor input, Tensor? @out = null) => Into(@out, Calls.special_spherical_bessel_j0(input));

        public static Tensor chebyshev_polynomial_t(Tensor x, Tensor n, Tensor? @out = null) => Into(@out, Calls.special_chebyshev_polynomial_t(x, n));

        public static Tensor chebyshev_polynomial_u(Tensor x, Tensor n, Tensor? @out = null) => Into(@out, Calls.special_chebyshev_polynomial_u(x, n));

        public static Tensor chebyshev_polynomial_v(Tensor x, Tensor n, Tensor? @out = null) => Into(@out, Calls.special_chebyshev_polynomial_v(x, n));

        public static Tensor chebyshev_polynomial_w(Tensor x, Tensor n, Tensor? @out = null) => Into(@out, Calls.special_chebyshev_polynomial_w(x, n));

        public static Tensor shifted_chebyshev_polynomial_t(Tensor x, Tensor n, Tensor? @out = null) => Into(@out, Calls.special_shifted_chebyshev_polynomial_t(x, n));

        public static Tensor shifted_chebyshev_polynomial_u(Tensor x, Tensor n, Tensor? @out = null) => Into(@out, Calls.special_shifted_chebyshev_polynomial_u(x, n));

        public static Tensor shifted_chebyshev_polynomial_v(Tensor x, Tensor n, Tensor? @out = null) => Into(@out, Calls.special_shifted_chebyshev_polynomial_v(x, n));

        public static Tensor shifted_chebyshev_polynomial_w(Tensor x, Tensor n, Tensor? @out = null) => Into(@out, Calls.special_shifted_chebyshev_polynomial_w(x, n));

        public static Tensor hermite_polynomial_h(Tensor x, Tensor n, Tensor? @out = null) => Into(@out, Calls.special_hermite_polynomial_h(x, n));

        public static Tensor hermite_polynomial_he(Tensor x, Tensor n, Tensor? @out = null) => Into(@out, Calls.special_hermite_polynomial_he(x, n));

        public static Tensor laguerre_polynomial_l(Tensor x, Tensor n, Tensor? @out = null) => Into(@out, Calls.special_laguerre_polynomial_l(x, n));

        public static Tensor legendre_polynomial_p(Tensor x, Tensor n, Tensor? @out = null) => Into(@out, Calls.special_legendre_polynomial_p(x, n));

        public static Tensor entr(Tensor input) => Calls.special_entr(input);

        public static Tensor erf(Tensor input) => Calls.special_erf(input);

        public static Tensor erfc(Tensor input) => Calls.special_erfc(input);

        public static Tensor erfcx(Tensor input) => Calls.special_erfcx(input);

        public static Tensor erfinv(Tensor input) => Calls.special_erfinv(input);

        public static Tensor expit(Tensor input) => Calls.special_expit(input);

        public static Tensor expm1(Tensor input) => Calls.special_expm1(input);

        public static Tensor exp2(Tensor input) => Calls.special_exp2(input);

        public static Tensor gammaln(Tensor input) => Calls.special_gammaln(input);

        public static Tensor digamma(Tensor input) => Calls.special_digamma(input);

        public static Tensor i0(Tensor input) => Calls.special_i0(input);

        public static Tensor i0e(Tensor input) => Calls.special_i0e(input);

        public static Tensor i1(Tensor input) => Calls.special_i1(input);

        public static Tensor i1e(Tensor input) => Calls.special_i1e(input);

        public static Tensor ndtr(Tensor input) => Calls.special_ndtr(input);

        public static Tensor ndtri(Tensor input) => Calls.special_ndtri(input);

        public static Tensor log_ndtr(Tensor input) => Calls.special_log_ndtr(input);

        public static Tensor sinc(Tensor input) => Calls.special_sinc(input);

        public static Tensor log1p(Tensor input) => Calls.special_log1p(input);

        public static Tensor gammainc(Tensor input, Tensor other) => Calls.special_gammainc(input, other);

        public static Tensor gammaincc(Tensor input, Tensor other) => Calls.special_gammaincc(input, other);

        public static Tensor xlog1py(Tensor input, Tensor other) => Calls.special_xlog1py(input, other);

        public static Tensor xlogy(Tensor input, Tensor other) => Calls.special_xlogy(input, other);

        public static Tensor zeta(Tensor x, Tensor q) => Calls.special_zeta(x, q);

        public static Tensor psi(Tensor input) => digamma(input);

        public static Tensor sigmoid(Tensor input) => input.sigmoid();

        public static Tensor sigmoid_(Tensor input) => input.sigmoid_();

        public static Tensor polygamma(long n, Tensor input) => Calls.special_polygamma(n, input);

        public static Tensor multigammaln(Tensor input, long p) => Calls.special_multigammaln(input, p);

        public static Tensor logit(Tensor input, double? eps = null) => Calls.special_logit(input, eps);

        public static Tensor round(Tensor input, long decimals = 0) => Calls.special_round(input, decimals);

        public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Calls.special_softmax(input, dim, dtype);

        public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => Calls.special_log_softmax(input, dim, dtype);

        public static Tensor logsumexp(Tensor input, ReadOnlySpan<long> dim, bool keepdim = false) => Calls.special_logsumexp(input, dim, keepdim);
    }

    // The form of an operator that writes into a given tensor: the values are copied over, after a change of shape where it differs.
    internal static Tensor Into(Tensor? target, Tensor made)
    {
        if (target is null)
            return made;
        if (!target.shape.AsSpan().SequenceEqual(made.shape))
            Calls.resize_(target, made.shape);
        Calls.copy_(target, made, false);
        made.Dispose();
        return target;
    }
}
