// Splitting, rolling and extremes in the forms that take numbers and tuples.
namespace TorchSharp;

public static partial class torch
{
    public static Tensor roll(Tensor input, long shifts, long? dims = null) => Calls.roll(input, [shifts], dims is { } dim ? [dim] : []);

    public static Tensor roll(Tensor input, (long, long) shifts, (long, long) dims) => Calls.roll(input, [shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);

    public static Tensor roll(Tensor input, (long, long, long) shifts, (long, long, long) dims) =>
        Calls.roll(input, [shifts.Item1, shifts.Item2, shifts.Item3], [dims.Item1, dims.Item2, dims.Item3]);

    public static Tensor concatenate(IList<Tensor> tensors, long dim = 0) => Calls.cat([.. tensors], dim);

    /// <summary>As <see cref="Tensor.vsplit(long)"/>.</summary>
    public static Tensor[] vsplit(Tensor input, long sections) => input.vsplit(sections);

    /// <summary>As <see cref="Tensor.hsplit(long)"/>.</summary>
    public static Tensor[] hsplit(Tensor input, long sections) => input.hsplit(sections);

    /// <summary>As <see cref="Tensor.dsplit(long)"/>.</summary>
    public static Tensor[] dsplit(Tensor input, long sections) => input.dsplit(sections);

    /// <summary>As <see cref="Tensor.positive"/>.</summary>
    public static Tensor positive(Tensor input) => input.positive();

    public partial class Tensor
    {
        /// <summary>The tensor itself; there is no +x of bools.</summary>
        /// <exception cref="ArgumentException">The tensor holds bools.</exception>
        public Tensor positive() => dtype != ScalarType.Bool ? Calls.positive(this) : throw new ArgumentException("positive: a tensor of bools has no sign.");

        /// <summary>Views of equal parts along dimension 0; at least two dimensions.</summary>
        /// <exception cref="ArgumentException">The dimension is no multiple of the number of parts.</exception>
        public Tensor[] vsplit(long sections) => Calls.vsplit_int(Divides("vsplit", 0, sections), sections);

        /// <summary>Views of equal parts along dimension 1, or along the only one.</summary>
        /// <exception cref="ArgumentException">The dimension is no multiple of the number of parts.</exception>
        public Tensor[] hsplit(long sections) => Calls.hsplit_int(Divides("hsplit", dim() == 1 ? 0 : 1, sections), sections);

        /// <summary>Views of equal parts along dimension 2; at least three dimensions.</summary>
        /// <exception cref="ArgumentException">The dimension is no multiple of the number of parts.</exception>
        public Tensor[] dsplit(long sections) => Calls.dsplit_int(Divides("dsplit", 2, sections), sections);

        // What else may be wrong, a missing dimension or no sections, is libtorch's to say.
        private Tensor Divides(string what, int dimension, long sections)
        {
            if (dimension < dim() && sections > 0 && size(dimension) % sections != 0)
                throw new ArgumentException($"{what}: {sections} parts do not divide dimension {dimension} of {Described()}.", nameof(sections));
            return this;
        }

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
