// x1 · x2 / (‖x1‖ · ‖x2‖) along a dimension, the norms' product being at least eps.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x1 · x2 / (‖x1‖ · ‖x2‖) along a dimension, the norms' product being at least eps.</summary>
    public class CosineSimilarity(long dim = 1, double eps = 1e-8) : ParameterLessModule<Tensor, Tensor, Tensor>(nameof(CosineSimilarity))
    {
        public long dim { get; set; } = dim;

        public double eps { get; set; } = eps;

        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.cosine_similarity(input1, input2, dim, eps);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.CosineSimilarity CosineSimilarity(long dim = 1, double eps = 1e-8) => new(dim, eps);
        }
    }
}
