// x · Φ(x), exactly or by tanh.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The Gaussian error linear unit (Hendrycks and Gimpel 2016).</summary>
    public class GELU(GELU.Approximate approximate = GELU.Approximate.none, bool inplace = false) : nn.Module<Tensor, Tensor>(nameof(GELU))
    {
        public enum Approximate
        {
            none,
            tanh,
        }

        public bool inplace { get; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.gelu(input, approximate, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.GELU GELU() => new();

            public static Modules.GELU GELU(bool inplace) => new(Modules.GELU.Approximate.none, inplace);

            public static Modules.GELU GELU(Modules.GELU.Approximate approximate, bool inplace = false) => new(approximate, inplace);
        }
    }
}
