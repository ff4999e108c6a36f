// torch.linalg: decompositions, solvers, norms.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra over the last two dimensions.</summary>
    public static partial class linalg
    {
        public enum QRMode
        {
            Reduced = 0,
            Complete = 1,
            R = 2,
        }

        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => Calls.linalg_svd(input, fullMatrices, null);

        public static Tensor svdvals(Tensor input) => Calls.linalg_svdvals(input, null);

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) => Calls.linalg_qr(input, mode switch { QRMode.Complete => "complete", QRMode.R => "r", _ => "reduced" });

        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Calls.linalg_eigh(input, UPLO.ToString());

        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Calls.linalg_eigvalsh(input, UPLO.ToString());

        public static (Tensor, Tensor) eig(Tensor input) => Calls.linalg_eig(input);

        public static Tensor eigvals(Tensor input) => Calls.linalg_eigvals(input);

        public static Tensor inv(Tensor input) => Calls.linalg_inv(input);

        /// <summary>The inverse; for a singular matrix no exception but a positive info.</summary>
        public static (Tensor L, Tensor info) inv_ex(Tensor input, bool check_errors = false) => Calls.linalg_inv_ex(input, check_errors);

        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) => Calls.linalg_pinv_atol_rtol_float(input, atol, rtol, hermitian);

        public static Tensor pinv(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) => Calls.linalg_pinv_atol_rtol_tensor(input, atol, rtol, hermitian);

        public static Tensor det(Tensor input) => Calls.linalg_det(input);

        public static (Tensor, Tensor) slogdet(Tensor input) => Calls.linalg_slogdet(input);

        public static Tensor solve(Tensor A, Tensor B, bool left = true) => left ? Calls.linalg_solve(A, B, true) : Calls.linalg_solve(A, B, false);

        public static Tensor solve_triangular(Tensor A, Tensor B, bool upper, bool left = true, bool unitriangular = false) => Calls.linalg_solve_triangular(A, B, upper, left, unitriangular);

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other, double? rcond = null) => Calls.linalg_lstsq(input, other, rcond, null);

        public static Tensor cholesky(Tensor input) => Calls.linalg_cholesky(input, false);

        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) => Calls.linalg_vector_norm(input, ord, dims, keepdim, null);

        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) => Calls.linalg_norm(input, null, dims, keepdim, null);

        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) => Calls.linalg_norm(input, ord, dims, keepdim, null);

        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) => Calls.linalg_norm(input, ord, dims, keepdim, null);

        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) => Calls.linalg_norm_ord_str(input, ord, dims, keepdim, null);

        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) => Calls.linalg_matrix_norm_str_ord(input, ord, dims ?? [-2, -1], keepdim, null);

        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) => Calls.linalg_matrix_norm(input, ord, dims ?? [-2, -1], keepdim, null);

        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) => Calls.linalg_matrix_rank_atol_rtol_float(input, atol, rtol, hermitian);

        public static Tensor matrix_rank(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) => Calls.linalg_matrix_rank_atol_rtol_tensor(input, atol, rtol, hermitian);

        public static Tensor matrix_power(Tensor input, long n) => Calls.linalg_matrix_power(input, n);

        public static Tensor matrix_exp(Tensor input) => Calls.linalg_matrix_exp(input);

        public static Tensor multi_dot(IList<Tensor> tensors) => Calls.linalg_multi_dot([.. tensors]);

        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => Calls.linalg_cross(input, other, dim);

        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) => Calls.linalg_lu(input, pivot);

        public static Tensor tensorsolve(Tensor A, Tensor B, ReadOnlySpan<long> dims = default) => Calls.linalg_tensorsolve(A, B, dims);

        public static Tensor tensorinv(Tensor input, long ind = 2) => Calls.linalg_tensorinv(input, ind);

        public static Tensor cond(Tensor input) => Calls.linalg_cond(input, null);

        public static Tensor cond(Tensor input, int p) => Calls.linalg_cond(input, p);

        public static Tensor cond(Tensor input, double p) => Calls.linalg_cond(input, p);

        public static Tensor cond(Tensor input, string p) => Calls.linalg_cond_p_str(input, p);
    }
}
