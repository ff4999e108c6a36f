// Splitting, rolling and extremes in the forms that take numbers and tuples.
namespace TorchSharp;

public static partial class torch
{
    public static Tensor roll(Tensor input, long shifts, long? dims = null) => Calls.roll(input, [shifts], dims is { } dim ? [dim] : []);

    public static Tensor roll(Tensor input, (long, long) shifts, (long, long) dims) => Calls.roll(input, [shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);

    public static Tensor roll(Tensor input, (long, long, long) shifts, (long, long, long) dims) =>
        Calls.roll(input, [shifts.Item1, shifts.Item2, shifts.Item3], [dims.Item1, dims.Item2, dims.Item3]);

    public static Tensor concatenate(IList<Tensor> tensors, long dim = 0) => Calls.cat([.. tensors], dim);

    public partial class Tensor
    {
        public Tensor roll(long shifts, long? dims = null) => torch.roll(this, shifts, dims);

        public Tensor roll((long, long) shifts, (long, long) dims) => torch.roll(this, shifts, dims);

        public Tensor roll((long, long, long) shifts, (long, long, long) dims) => torch.roll(this, shifts, dims);

        public Tensor[] vsplit(long[] indices) => Calls.vsplit_array(this, indices);

        public Tensor[] hsplit(long[] indices) => Calls.hsplit_array(this, indices);

        public Tensor[] dsplit(long[] indices) => Calls.dsplit_array(this, indices);

        /// <summary>The largest elements along several dimensions.</summary>
        public Tensor amax(params long[] dims) => Calls.amax(this, dims, false);

        /// <summary>The smallest elements along several dimensions.</summary>
        public Tensor amin(params long[] dims) => Calls.amin(this, dims, false);
    }
}
