// log(sigmoid(x)).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>log(sigmoid(x)).</summary>
    public class LogSigmoid() : nn.Module<Tensor, Tensor>(nameof(LogSigmoid))
    {
        public override Tensor forward(Tensor input) => nn.functional.logsigmoid(input);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.LogSigmoid LogSigmoid() => new();
        }
    }
}
