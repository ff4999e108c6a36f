// torch.nn.functional: resizing and sampling of images.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Resizes (N, C, …) to a size, or by factors.</summary>
            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                if ((size is null) == (scale_factor is null))
                    throw new ArgumentException("interpolate: give either a size or factors.", nameof(size));
                var spatial = (int)x.dim() - 2;
                if (size is { Length: 1 } && spatial > 1)
                    size = [.. Enumerable.Repeat(size[0], spatial)];
                if (scale_factor is { Length: 1 } && spatial > 1)
                    scale_factor = [.. Enumerable.Repeat(scale_factor[0], spatial)];
                if (recompute_scale_factor && scale_factor is not null)
                {
                    size = [.. scale_factor.Select((factor, i) => (long)Math.Floor(x.size(i + 2) * factor))];
                    scale_factor = null;
                }
                if (mode == InterpolationMode.Area)
                    size ??= [.. scale_factor!.Select((factor, i) => (long)Math.Floor(x.size(i + 2) * factor))];
                var corners = align_corners ?? false;
                return (mode, spatial, antialias) switch
                {
                    (InterpolationMode.Nearest, 1, _) => Calls.upsample_nearest1d_vec(x, size, scale_factor),
                    (InterpolationMode.Nearest, 2, _) => Calls.upsample_nearest2d_vec(x, size, scale_factor),
                    (InterpolationMode.Nearest, 3, _) => Calls.upsample_nearest3d_vec(x, size, scale_factor),
                    (InterpolationMode.NearestExact, 1, _) => Calls._upsample_nearest_exact1d_vec(x, size, scale_factor),
                    (InterpolationMode.NearestExact, 2, _) => Calls._upsample_nearest_exact2d_vec(x, size, scale_factor),
                    (InterpolationMode.NearestExact, 3, _) => Calls._upsample_nearest_exact3d_vec(x, size, scale_factor),
                    (InterpolationMode.Linear, 1, _) => Calls.upsample_linear1d_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Bilinear, 2, false) => Calls.upsample_bilinear2d_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Bilinear, 2, true) => Calls._upsample_bilinear2d_aa_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Bicubic, 2, false) => Calls.upsample_bicubic2d_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Bicubic, 2, true) => Calls._upsample_bicubic2d_aa_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Trilinear, 3, _) => Calls.upsample_trilinear3d_vec(x, size, corners, scale_factor),
                    (InterpolationMode.Area, 1, _) => Calls.adaptive_avg_pool1d(x, size),
                    (InterpolationMode.Area, 2, _) => Calls.adaptive_avg_pool2d(x, size),
                    (InterpolationMode.Area, 3, _) => Calls.adaptive_avg_pool3d(x, size),
                    _ => throw new ArgumentException($"interpolate: {mode} is not for a tensor of {x.dim()} dimensions ({x.Described()}).", nameof(mode)),
                };
            }

            /// <summary>Values of the image (N, C, H, W) at the places of the grid (N, h, w, 2), which go from −1 to 1.</summary>
            public static Tensor grid_sample(Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear, GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null) =>
                Calls.grid_sampler(input, grid, mode switch { GridSampleMode.Bilinear => 0, GridSampleMode.Nearest => 1, _ => 2 }, (long)padding_mode, align_corners ?? false);

            /// <summary>The sampling grid of affine maps theta (N, 2, 3) for an image of a size (N, C, H, W).</summary>
            public static Tensor affine_grid(Tensor theta, long[] size, bool align_corners = false) => Calls.affine_grid_generator(theta, size, align_corners);
        }
    }
}
