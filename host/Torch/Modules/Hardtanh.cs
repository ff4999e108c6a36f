// x between two bounds.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x between two bounds.</summary>
    public class Hardtanh(double min_val = -1, double max_val = 1, bool inplace = false) : nn.Module<Tensor, Tensor>(nameof(Hardtanh))
    {
        public double min_val { get; } = min_val;

        public double max_val { get; } = max_val;

        public bool inplace { get; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.hardtanh(input, min_val, max_val, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Hardtanh Hardtanh(double min_val = -1, double max_val = 1, bool inplace = false) => new(min_val, max_val, inplace);
        }
    }
}
