// x / (k + alpha · mean of squares over size neighbouring channels)^beta (Krizhevsky et al. 2012).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x / (k + alpha · mean of squares over size neighbouring channels)^beta (Krizhevsky et al. 2012).</summary>
    public class LocalResponseNorm(long size, double alpha = 0.0001, double beta = 0.75, double k = 1.0) : ParameterLessModule<Tensor, Tensor>(nameof(LocalResponseNorm))
    {
        public long size { get; set; } = size;

        public double alpha { get; set; } = alpha;

        public double beta { get; set; } = beta;

        public double k { get; set; } = k;

        public override Tensor forward(Tensor input) => nn.functional.local_response_norm(input, size, alpha, beta, k);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.LocalResponseNorm LocalResponseNorm(long size, double alpha = 0.0001, double beta = 0.75, double k = 1.0) => new(size, alpha, beta, k);
        }
    }
}
