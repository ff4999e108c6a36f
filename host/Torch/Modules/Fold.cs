// Adds columns of patches (N, C · kernel area, patches) up to images.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Adds columns of patches (N, C · kernel area, patches) up to images.</summary>
    public class Fold((long, long) output_size, (long, long) kernel_size, (long, long) dilation, (long, long) padding, (long, long) stride) : ParameterLessModule<Tensor, Tensor>(nameof(Fold))
    {
        public (long, long) output_size { get; set; } = output_size;

        public (long, long) kernel_size { get; set; } = kernel_size;

        public (long, long) dilation { get; set; } = dilation;

        public (long, long) padding { get; set; } = padding;

        public (long, long) stride { get; set; } = stride;

        public override Tensor forward(Tensor input) => nn.functional.fold(input, output_size, kernel_size, dilation, padding, stride);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Fold Fold((long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) => new(output_size, kernel_size, dilation ?? (1, 1), padding ?? (0, 0), stride ?? (1, 1));

            public static Modules.Fold Fold(long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) => new((output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));
        }
    }
}
