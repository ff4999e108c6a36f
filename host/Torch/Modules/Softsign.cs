// x / (1 + |x|).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x / (1 + |x|).</summary>
    public class Softsign(bool inplace = false) : nn.Module<Tensor, Tensor>(nameof(Softsign))
    {
        public bool inplace { get; } = inplace;

        public override Tensor forward(Tensor input) => nn.functional.softsign(input, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Softsign Softsign(bool inplace = false) => new(inplace);
        }
    }
}
