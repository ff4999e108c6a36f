// torch.nn.functional: pooling at random places, and putting pooled values back.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Largest values under windows of random places in (N, C, H, W) (Graham 2014); give the output's size, or its ratio to the input's.</summary>
            public static (Tensor Values, Tensor Indices) fractional_max_pool2d_with_indices(Tensor input, long[] kernel_size, long[]? output_size = null, double[]? output_ratio = null)
            {
                using var samples = Samples(input, 2);
                return Calls.fractional_max_pool2d(input, kernel_size, Size(nameof(fractional_max_pool2d), input, 2, output_size, output_ratio), samples);
            }

            public static (Tensor Values, Tensor Indices) fractional_max_pool2d_with_indices(Tensor input, long kernel_size, long? output_size = null, double? output_ratio = null) =>
                fractional_max_pool2d_with_indices(input, [kernel_size, kernel_size], output_size is { } o ? [o, o] : null, output_ratio is { } r ? [r, r] : null);

            public static (Tensor Values, Tensor Indices) fractional_max_pool2d_with_indices(Tensor input, (long, long) kernel_size, (long, long)? output_size = null, (double, double)? output_ratio = null) =>
                fractional_max_pool2d_with_indices(input, List(kernel_size), List(output_size), output_ratio is { } r ? [r.Item1, r.Item2] : null);

            public static Tensor fractional_max_pool2d(Tensor input, long[] kernel_size, long[]? output_size = null, double[]? output_ratio = null) =>
                Values(fractional_max_pool2d_with_indices(input, kernel_size, output_size, output_ratio));

            public static Tensor fractional_max_pool2d(Tensor input, long kernel_size, long? output_size = null, double? output_ratio = null) =>
                Values(fractional_max_pool2d_with_indices(input, kernel_size, output_size, output_ratio));

            public static Tensor fractional_max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? output_size = null, (double, double)? output_ratio = null) =>
                Values(fractional_max_pool2d_with_indices(input, kernel_size, output_size, output_ratio));

            /// <summary>The same over (N, C, D, H, W).</summary>
            public static (Tensor Values, Tensor Indices) fractional_max_pool3d_with_indices(Tensor input, long[] kernel_size, long[]? output_size = null, double[]? output_ratio = null)
            {
                using var samples = Samples(input, 3);
                return Calls.fractional_max_pool3d(input, kernel_size, Size(nameof(fractional_max_pool3d), input, 3, output_size, output_ratio), samples);
            }

            public static (Tensor Values, Tensor Indices) fractional_max_pool3d_with_indices(Tensor input, long kernel_size, long? output_size = null, double? output_ratio = null) =>
                fractional_max_pool3d_with_indices(input, [kernel_size, kernel_size, kernel_size], output_size is { } o ? [o, o, o] : null, output_ratio is { } r ? [r, r, r] : null);

            public static (Tensor Values, Tensor Indices) fractional_max_pool3d_with_indices(Tensor input, (long, long, long) kernel_size, (long, long, long)? output_size = null, (double, double, double)? output_ratio = null) =>
                fractional_max_pool3d_with_indices(input, [kernel_size.Item1, kernel_size.Item2, kernel_size.Item3], output_size is { } o ? [o.Item1, o.Item2, o.Item3] : null, output_ratio is { } r ? [r.Item1, r.Item2, r.Item3] : null);

            public static Tensor fractional_max_pool3d(Tensor input, long[] kernel_size, long[]? output_size = null, double[]? output_ratio = null) =>
                Values(fractional_max_pool3d_with_indices(input, kernel_size, output_size, output_ratio));

            public static Tensor fractional_max_pool3d(Tensor input, long kernel_size, long? output_size = null, double? output_ratio = null) =>
                Values(fractional_max_pool3d_with_indices(input, kernel_size, output_size, output_ratio));

            public static Tensor fractional_max_pool3d(Tensor input, (long, long, long) kernel_size, (long, long, long)? output_size = null, (double, double, double)? output_ratio = null) =>
                Values(fractional_max_pool3d_with_indices(input, kernel_size, output_size, output_ratio));

            /// <summary>Values to where max pooling took them from, in a plane of zeros.</summary>
            public static Tensor max_unpool1d(Tensor input, Tensor indices, long kernel_size, long? stride = null, long? padding = null, long[]? output_size = null)
            {
                var size = Unpooled(input, 1, [kernel_size], [stride ?? kernel_size], [padding ?? 0], output_size);
                using var plane = input.unsqueeze(-1);
                using var places = indices.unsqueeze(-1);
                using var output = Calls.max_unpool2d(plane, places, [size[0], 1]);
                return output.squeeze(-1);
            }

            public static Tensor max_unpool2d(Tensor input, Tensor indices, long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? output_size = null) =>
                Calls.max_unpool2d(input, indices, Unpooled(input, 2, kernel_size, stride ?? kernel_size, padding ?? [0, 0], output_size));

            public static Tensor max_unpool3d(Tensor input, Tensor indices, long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? output_size = null) =>
                Calls.max_unpool3d(input, indices, Unpooled(input, 3, kernel_size, stride ?? kernel_size, padding ?? [0, 0, 0], output_size), stride ?? kernel_size, padding ?? [0, 0, 0]);

            private static long[] Unpooled(Tensor input, int spatial, long[] kernel, long[] stride, long[] padding, long[]? given)
            {
                if (given is not null)
                    return given[^spatial..];
                var shape = input.shape;
                return [.. Enumerable.Range(0, spatial).Select(d => (shape[shape.Length - spatial + d] - 1) * stride[d] - 2 * padding[d] + kernel[d])];
            }

            private static Tensor Samples(Tensor input, int spatial)
            {
                var batched = input.dim() == spatial + 2;
                return rand([batched ? input.size(0) : 1, input.size(batched ? 1 : 0), spatial], input.dtype, input.device);
            }

            private static long[] Size(string name, Tensor input, int spatial, long[]? size, double[]? ratio)
            {
                if ((size is null) == (ratio is null))
                    throw new ArgumentException($"{name}: give either the output's size or its ratio to the input's.", nameof(size));
                var shape = input.shape;
                return size ?? [.. Enumerable.Range(0, spatial).Select(d => (long)(shape[shape.Length - spatial + d] * ratio![d]))];
            }
        }
    }
}
