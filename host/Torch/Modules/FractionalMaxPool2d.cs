// The largest values under windows of random places (Graham 2014); give the output's size, or its ratio to the input's.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The largest values under windows of random places (Graham 2014); give the output's size, or its ratio to the input's.</summary>
    public class FractionalMaxPool2d(long[] kernel_size, long[]? output_size = null, double[]? output_ratio = null) : ParameterLessModule<Tensor, Tensor>(nameof(FractionalMaxPool2d))
    {
        public long[] kernel_size { get; set; } = kernel_size;

        public long[]? output_size { get; set; } = output_size;

        public double[]? output_ratio { get; set; } = output_ratio;

        public override Tensor forward(Tensor input) => nn.functional.fractional_max_pool2d(input, kernel_size, output_size, output_ratio);

        /// <summary>The largest values, and where in the input's plane each was.</summary>
        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => nn.functional.fractional_max_pool2d_with_indices(input, kernel_size, output_size, output_ratio);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.FractionalMaxPool2d FractionalMaxPool2d(long[] kernel_size, long[]? output_size = null, double[]? output_ratio = null) => new(kernel_size, output_size, output_ratio);

            public static Modules.FractionalMaxPool2d FractionalMaxPool2d(long kernel_size, long? output_size = null, double? output_ratio = null) => new([kernel_size, kernel_size], output_size is { } o ? [o, o] : null, output_ratio is { } r ? [r, r] : null);

            public static Modules.FractionalMaxPool2d FractionalMaxPool2d((long, long) kernel_size, (long, long)? output_size = null, (double, double)? output_ratio = null) => new([kernel_size.Item1, kernel_size.Item2], output_size is { } o ? [o.Item1, o.Item2] : null, output_ratio is { } r ? [r.Item1, r.Item2] : null);
        }
    }
}
