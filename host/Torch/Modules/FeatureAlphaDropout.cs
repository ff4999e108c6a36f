// Alpha dropout of whole channels.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Alpha dropout of whole channels.</summary>
    public class FeatureAlphaDropout(double p = 0.5, bool inplace = false) : ParameterLessModule<Tensor, Tensor>(nameof(FeatureAlphaDropout))
    {
        public double p { get; set; } = p;

        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.feature_alpha_dropout(input, p, training, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.FeatureAlphaDropout FeatureAlphaDropout(double p = 0.5, bool inplace = false) => new(p, inplace);
        }
    }
}
