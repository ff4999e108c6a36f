// max(0, x) + min(0, alpha · (exp(x / alpha) − 1)) (Barron 2017).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>max(0, x) + min(0, alpha · (exp(x / alpha) − 1)) (Barron 2017).</summary>
    public class CELU(double alpha = 1.0, bool inplace = false) : ParameterLessModule<Tensor, Tensor>(nameof(CELU))
    {
        public double alpha { get; set; } = alpha;

        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.celu(input, alpha, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.CELU CELU(double alpha = 1.0, bool inplace = false) => new(alpha, inplace);
        }
    }
}
