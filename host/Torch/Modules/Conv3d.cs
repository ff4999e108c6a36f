// Convolution over 3 spatial dimensions.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Slides kernels over (N, C, D, H, W).</summary>
    public class Conv3d : Convolution
    {
        internal Conv3d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] dilation, PaddingModes padding_mode, long groups, bool bias, Device? device, ScalarType? dtype, Padding? named = null)
            : base(nameof(Conv3d), in_channels, out_channels, kernel_size, stride, padding, dilation, padding_mode, groups, bias, false, device, dtype, named)
        {
        }

        public Conv3d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            : this(in_channels, out_channels, Repeat(kernel_size, 3), Repeat(stride, 3), Repeat(padding, 3), Repeat(dilation, 3), padding_mode, groups, bias, device, dtype)
        {
        }

        public override Tensor forward(Tensor input)
        {
            var padded = Padded(input, out var padding);
            return Calls.conv3d(padded, weight, bias, stride, padding, dilation, groups);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Conv3d Conv3d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, padding, dilation, padding_mode, groups, bias, device, dtype);

            public static Modules.Conv3d Conv3d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, [kernel_size, kernel_size, kernel_size], [stride, stride, stride], [0, 0, 0], [dilation, dilation, dilation], padding_mode, groups, bias, device, dtype, padding);

            public static Modules.Conv3d Conv3d(long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            {
                var (s, p, d) = (stride ?? (1, 1, 1), padding ?? (0, 0, 0), dilation ?? (1, 1, 1));
                return new(in_channels, out_channels, [kernel_size.Item1, kernel_size.Item2, kernel_size.Item3], [s.Item1, s.Item2, s.Item3], [p.Item1, p.Item2, p.Item3], [d.Item1, d.Item2, d.Item3], padding_mode, groups, bias, device, dtype);
            }

            public static Modules.Conv3d Conv3d(long in_channels, long out_channels, (long, long, long) kernel_size, Padding padding, (long, long, long)? stride = null, (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            {
                var (s, d) = (stride ?? (1, 1, 1), dilation ?? (1, 1, 1));
                return new(in_channels, out_channels, [kernel_size.Item1, kernel_size.Item2, kernel_size.Item3], [s.Item1, s.Item2, s.Item3], [0, 0, 0], [d.Item1, d.Item2, d.Item3], padding_mode, groups, bias, device, dtype, padding);
            }
        }
    }
}
