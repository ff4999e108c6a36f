// log softmax(x) along a dimension.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>log softmax(x) along a dimension.</summary>
    public class LogSoftmax(long dim) : nn.Module<Tensor, Tensor>(nameof(LogSoftmax))
    {
        public long dim { get; } = dim;

        public override Tensor forward(Tensor input) => nn.functional.log_softmax(input, dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.LogSoftmax LogSoftmax(long dim) => new(dim);
        }
    }
}
