// Norm by the root of the mean square.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x / sqrt(mean(x²) + eps) · weight over the last dimensions (Zhang and Sennrich 2019). Parameter: weight (ones).</summary>
    public class RMSNorm : nn.Module<Tensor, Tensor>
    {
        public RMSNorm(long[] normalized_shape, double? eps = null, bool elementwise_affine = true, Device? device = null, ScalarType? dtype = null)
            : base(nameof(RMSNorm))
        {
            this.normalized_shape = normalized_shape;
            this.eps = eps;
            if (elementwise_affine)
            {
                weight = new Parameter(ones(normalized_shape, dtype, device));
                register_parameter("weight", weight);
            }
        }

        public long[] normalized_shape { get; }

        /// <summary>Null for the smallest step of the element type.</summary>
        public double? eps { get; }

        public Parameter? weight { get; }

        public override Tensor forward(Tensor input) => nn.functional.rms_norm(input, normalized_shape, weight, eps);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.RMSNorm RMSNorm(long[] normalized_shape, double? eps = null, bool elementwise_affine = true, Device? device = null, ScalarType? dtype = null) => new(normalized_shape, eps, elementwise_affine, device, dtype);
        }
    }
}
