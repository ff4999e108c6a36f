// The patches that a kernel slides over, as columns (N, C · kernel area, patches).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The patches that a kernel slides over, as columns (N, C · kernel area, patches).</summary>
    public class Unfold((long, long) kernel_size, (long, long) dilation, (long, long) padding, (long, long) stride) : ParameterLessModule<Tensor, Tensor>(nameof(Unfold))
    {
        public (long, long) kernel_size { get; set; } = kernel_size;

        public (long, long) dilation { get; set; } = dilation;

        public (long, long) padding { get; set; } = padding;

        public (long, long) stride { get; set; } = stride;

        public override Tensor forward(Tensor input) => nn.functional.unfold(input, kernel_size, dilation, padding, stride);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Unfold Unfold((long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) => new(kernel_size, dilation ?? (1, 1), padding ?? (0, 0), stride ?? (1, 1));

            public static Modules.Unfold Unfold(long kernel_size, long dilation = 1, long padding = 0, long stride = 1) => new((kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));
        }
    }
}
