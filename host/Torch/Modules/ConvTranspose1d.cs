// Transposed convolution over 1 spatial dimension.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The gradient of a convolution as a layer: enlarges where a convolution of the same stride would shrink. Weight (in, out / groups, kernel…).</summary>
    public class ConvTranspose1d : Convolution
    {
        private readonly long[] _outputPadding;

        internal ConvTranspose1d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] output_padding, long[] dilation, long groups, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose1d), in_channels, out_channels, kernel_size, stride, padding, dilation, PaddingModes.Zeros, groups, bias, true, device, dtype)
        {
            _outputPadding = output_padding;
        }

        public override Tensor forward(Tensor input) => Calls.conv_transpose1d(input, weight, bias, stride, padding, _outputPadding, groups, dilation);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ConvTranspose1d ConvTranspose1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            {
                if (padding_mode != PaddingModes.Zeros)
                    throw new ArgumentException("ConvTranspose1d: only padding with zeros is possible.", nameof(padding_mode));
                return new(in_channels, out_channels, [kernel_size], [stride], [padding], [output_padding], [dilation], groups, bias, device, dtype);
            }
        }
    }
}
