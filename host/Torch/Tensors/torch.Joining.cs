// torch functions over several tensors, in the forms that TorchSharp takes them.
namespace TorchSharp;

public static partial class torch
{
    public static Tensor cat(IEnumerable<Tensor> tensors, long dim = 0) => Calls.cat([.. tensors], dim);

    public static Tensor concat(IEnumerable<Tensor> tensors, long dim = 0) => Calls.cat([.. tensors], dim);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Calls.stack([.. tensors], dim);

    public static Tensor hstack(params Tensor[] tensors) => Calls.hstack(tensors);

    public static Tensor vstack(params Tensor[] tensors) => Calls.vstack(tensors);

    public static Tensor block_diag(params Tensor[] tensors) => Calls.block_diag(tensors);

    public static Tensor[] broadcast_tensors(params Tensor[] tensors) => Calls.broadcast_tensors(tensors);

    public static Tensor cartesian_prod(params Tensor[] tensors) => Calls.cartesian_prod(tensors);

    /// <summary>Sums of products by index letters: "bij,bjk->bik".</summary>
    public static Tensor einsum(string equation, params Tensor[] tensors) => Calls.einsum(equation, tensors);

    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") => Calls.meshgrid_indexing([.. tensors], indexing);

    public static Tensor[] meshgrid(params Tensor[] tensors) => Calls.meshgrid_indexing(tensors, "ij");

    /// <summary>x where the condition holds, y elsewhere.</summary>
    public static Tensor where(Tensor condition, Tensor x, Scalar y) => Calls.where_ScalarOther(condition, x, y);

    public static Tensor where(Tensor condition, Scalar x, Tensor y) => Calls.where_ScalarSelf(condition, x, y);

    /// <summary>Distances between every row of x1 and every row of x2.</summary>
    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2.0) => Calls.cdist(x1, x2, p, null);

    /// <summary>The distinct values, and on demand where each came from and how many there are.</summary>
    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(Tensor input, bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
    {
        var (values, inverse, counts) = dim is { } along
            ? Calls.unique_dim(input, along, sorted, return_inverse, return_counts)
            : Calls._unique2(input, sorted, return_inverse, return_counts);
        if (!return_inverse)
            inverse.Dispose();
        if (!return_counts)
            counts.Dispose();
        return (values, return_inverse ? inverse : null, return_counts ? counts : null);
    }

    /// <summary>The values without repetitions next to each other, and on demand where each came from and how many there were.</summary>
    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(Tensor input, bool return_inverse = false, bool return_counts = false, int? dim = null)
    {
        var (values, inverse, counts) = Calls.unique_consecutive(input, return_inverse, return_counts, dim);
        if (!return_inverse)
            inverse.Dispose();
        if (!return_counts)
            counts.Dispose();
        return (values, return_inverse ? inverse : null, return_counts ? counts : null);
    }

    public partial class Tensor
    {
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            torch.unique_consecutive(this, return_inverse, return_counts, dim);

        /// <summary>This tensor where the condition holds, y elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => Calls.where_self(condition, this, y);

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            torch.unique(this, sorted, return_inverse, return_counts, dim);
    }
}
