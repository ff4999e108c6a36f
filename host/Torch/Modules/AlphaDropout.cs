// Dropout for self-normalising networks, which keeps mean and variance (Klambauer et al. 2017).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Dropout for self-normalising networks, which keeps mean and variance (Klambauer et al. 2017).</summary>
    public class AlphaDropout(double p = 0.5, bool inplace = false) : ParameterLessModule<Tensor, Tensor>(nameof(AlphaDropout))
    {
        public double p { get; set; } = p;

        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.alpha_dropout(input, p, training, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.AlphaDropout AlphaDropout(double p = 0.5, bool inplace = false) => new(p, inplace);
        }
    }
}
