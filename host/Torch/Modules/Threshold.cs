// x, or value where x is not above the threshold.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x, or value where x is not above the threshold.</summary>
    public class Threshold(double threshold, double value, bool inplace = false) : ParameterLessModule<Tensor, Tensor>(nameof(Threshold))
    {
        public double threshold { get; set; } = threshold;

        public double value { get; set; } = value;

        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.threshold(input, threshold, value, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Threshold Threshold(double threshold, double value, bool inplace = false) => new(threshold, value, inplace);
        }
    }
}
