// Sparse tensors by coordinates (COO).
namespace TorchSharp;

public static partial class torch
{
    /// <summary>A sparse tensor: values (n, …) at the positions in the columns of indices (sparse dimensions, n), zero elsewhere.</summary>
    public static Tensor sparse_coo_tensor(Tensor indices, Tensor values, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Calls.sparse_coo_tensor_indices_size(indices, values, size, dtype ?? values.dtype, null, device ?? values.device, null), requires_grad);

    /// <summary>TorchSharp's shorter name of <see cref="sparse_coo_tensor"/>.</summary>
    public static Tensor sparse(Tensor indices, Tensor values, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        sparse_coo_tensor(indices, values, size, dtype, device, requires_grad);

    public partial class Tensor
    {
        /// <summary>The positions of a sparse tensor's values, a column each.</summary>
        public Tensor SparseIndices => Calls._indices(this);

        /// <summary>The values of a sparse tensor, as they were given: a position may come twice until it is coalesced.</summary>
        public Tensor SparseValues => Calls._values(this);
    }
}
