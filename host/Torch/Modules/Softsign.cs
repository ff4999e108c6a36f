// x / (1 + |x|).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x / (1 + |x|).</summary>
    public class Softsign() : nn.Module<Tensor, Tensor>(nameof(Softsign))
    {
        public override Tensor forward(Tensor input) => nn.functional.softsign(input);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Softsign Softsign() => new();
        }
    }
}
