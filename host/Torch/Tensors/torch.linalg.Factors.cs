// torch.linalg: factorizations that are kept and solved with later, and products along a dimension.
namespace TorchSharp;

public static partial class torch
{
    public static partial class linalg
    {
        /// <summary>The factor; for a matrix that is not positive definite no exception but a positive info.</summary>
        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false) => Calls.linalg_cholesky_ex(input, false, check_errors);

        public static (Tensor LU, Tensor? Pivots) lu_factor(Tensor input, bool pivot = true) => Calls.linalg_lu_factor(input, pivot);

        public static Tensor lu_solve(Tensor LU, Tensor pivots, Tensor B, bool left = true, bool adjoint = false, Tensor? @out = null) =>
            Into(@out, Calls.linalg_lu_solve(LU, pivots, B, left, adjoint));

        public static (Tensor LU, Tensor? Pivots) ldl_factor(Tensor input, bool hermitian = true) => Calls.linalg_ldl_factor(input, hermitian);

        public static (Tensor LU, Tensor? Pivots, Tensor? Info) ldl_factor_ex(Tensor input, bool hermitian = true, bool check_errors = false) => Calls.linalg_ldl_factor_ex(input, hermitian, check_errors);

        public static Tensor ldl_solve(Tensor LD, Tensor pivots, Tensor B, bool hermitian = false) => Calls.linalg_ldl_solve(LD, pivots, B, hermitian);

        public static (Tensor result, Tensor info) solve_ex(Tensor A, Tensor B, bool left = true, bool check_errors = false) => Calls.linalg_solve_ex(A, B, left, check_errors);

        public static Tensor householder_product(Tensor A, Tensor tau) => Calls.linalg_householder_product(A, tau);

        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) => Calls.linalg_diagonal(input, offset, dim1, dim2);

        /// <summary>Powers 0 to N - 1 of every element along a new last dimension.</summary>
        public static Tensor vander(Tensor input, long? N = null) => Calls.linalg_vander(input, N);

        /// <summary>Products summed along one dimension, the left factor conjugated.</summary>
        public static Tensor vecdot(Tensor x, Tensor y, long dim = -1, Tensor? @out = null) => Into(@out, Calls.linalg_vecdot(x, y, dim));
    }
}
