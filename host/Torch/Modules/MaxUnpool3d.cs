// Values back to where max pooling took them from.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Puts values where max pooling's indices say, in a plane of zeros: in part the inverse of MaxPool3d.</summary>
    public sealed class MaxUnpool3d(long[] kernel_size, long[]? stride = null, long[]? padding = null) : ParameterLessModule<Tensor, Tensor, long[]?, Tensor>(nameof(MaxUnpool3d))
    {
        public long[] kernel_size { get; set; } = kernel_size;

        public long[]? stride { get; set; } = stride;

        public long[]? padding { get; set; } = padding;

        /// <param name="tensor">The pooled values.</param>
        /// <param name="indices">Where they were.</param>
        /// <param name="output_size">The size of the plane, by default the least that pooling could have had.</param>
        public override Tensor forward(Tensor tensor, Tensor indices, long[]? output_size = null) => nn.functional.max_unpool3d(tensor, indices, kernel_size, stride, padding, output_size);

        public new Tensor call(Tensor tensor, Tensor indices, long[]? output_size = null) => base.call(tensor, indices, output_size);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.MaxUnpool3d MaxUnpool3d(long[] kernel_size, long[]? stride = null, long[]? padding = null) =>
                new(kernel_size, stride, padding);

            public static Modules.MaxUnpool3d MaxUnpool3d(long kernel_size, long? stride = null, long? padding = null) =>
                new([kernel_size, kernel_size, kernel_size], stride is { } s ? [s, s, s] : null, padding is { } p ? [p, p, p] : null);

            public static Modules.MaxUnpool3d MaxUnpool3d((long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null) =>
                new([kernel_size.Item1, kernel_size.Item2, kernel_size.Item3], stride is { } s ? [s.Item1, s.Item2, s.Item3] : null, padding is { } p ? [p.Item1, p.Item2, p.Item3] : null);
        }
    }
}
