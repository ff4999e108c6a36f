// torch.lu and its like: older names of what torch.linalg has.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>A matrix factored into lower and upper triangle, and on demand whether that worked.</summary>
    public static (Tensor A_LU, Tensor? pivots, Tensor? infos) lu(Tensor A, bool pivot = true, bool get_infos = false)
    {
        var (factors, pivots, infos) = Calls.linalg_lu_factor_ex(A, pivot, false);
        if (get_infos)
            return (factors, pivots, infos);
        infos.Dispose();
        return (factors, pivots, null);
    }

    public partial class Tensor
    {
        /// <summary>See <see cref="torch.lu"/>.</summary>
        public (Tensor A_LU, Tensor? pivots, Tensor? infos) lu(bool pivot = true, bool get_infos = false) => torch.lu(this, pivot, get_infos);
    }
}
