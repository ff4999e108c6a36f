// Dropout of whole channels of (N, C, D, H, W).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Dropout of whole channels of (N, C, D, H, W).</summary>
    public class Dropout3d(double p = 0.5, bool inplace = false) : ParameterLessModule<Tensor, Tensor>(nameof(Dropout3d))
    {
        public double p { get; set; } = p;

        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.dropout3d(input, p, training, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Dropout3d Dropout3d(double p = 0.5, bool inplace = false) => new(p, inplace);
        }
    }
}
