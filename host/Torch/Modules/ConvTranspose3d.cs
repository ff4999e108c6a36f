// Transposed convolution over 3 spatial dimensions.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The gradient of a convolution as a layer: enlarges where a convolution of the same stride would shrink. Weight (in, out / groups, kernel…).</summary>
    public class ConvTranspose3d : Convolution
    {
        private readonly long[] _outputPadding;

        internal ConvTranspose3d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] output_padding, long[] dilation, long groups, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose3d), in_channels, out_channels, kernel_size, stride, padding, dilation, PaddingModes.Zeros, groups, bias, true, device, dtype)
        {
            _outputPadding = output_padding;
        }

        public override Tensor forward(Tensor input) => Calls.conv_transpose3d_input(input, weight, bias, stride, padding, _outputPadding, groups, dilation);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ConvTranspose3d ConvTranspose3d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            {
                if (padding_mode != PaddingModes.Zeros)
                    throw new ArgumentException("ConvTranspose3d: only padding with zeros is possible.", nameof(padding_mode));
                return new(in_channels, out_channels, [kernel_size, kernel_size, kernel_size], [stride, stride, stride], [padding, padding, padding], [output_padding, output_padding, output_padding], [dilation, dilation, dilation], groups, bias, device, dtype);
            }

            public static Modules.ConvTranspose3d ConvTranspose3d(long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? output_padding = null, (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            {
                if (padding_mode != PaddingModes.Zeros)
                    throw new ArgumentException("ConvTranspose3d: only padding with zeros is possible.", nameof(padding_mode));
                var (s, p, o, d) = (stride ?? (1, 1, 1), padding ?? (0, 0, 0), output_padding ?? (0, 0, 0), dilation ?? (1, 1, 1));
                return new(in_channels, out_channels, [kernel_size.Item1, kernel_size.Item2, kernel_size.Item3], [s.Item1, s.Item2, s.Item3], [p.Item1, p.Item2, p.Item3], [o.Item1, o.Item2, o.Item3], [d.Item1, d.Item2, d.Item3], groups, bias, device, dtype);
            }
        }
    }
}
