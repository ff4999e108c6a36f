// (x − mean) / sqrt(variance + eps) · weight + bias over the last dimensions.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Normalises over the last dimensions. Parameters: weight (ones), bias (zeros), of the normalized shape.</summary>
    public class LayerNorm : nn.Module<Tensor, Tensor>
    {
        private Parameter? _weight;
        private Parameter? _bias;

        public LayerNorm(long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null)
            : base(nameof(LayerNorm))
        {
            this.normalized_shape = normalized_shape;
            this.eps = eps;
            if (elementwise_affine)
            {
                _weight = new Parameter(ones(normalized_shape, dtype, device));
                register_parameter("weight", _weight);
                if (bias)
                {
                    _bias = new Parameter(zeros(normalized_shape, dtype, device));
                    register_parameter("bias", _bias);
                }
            }
        }

        public long[] normalized_shape { get; }

        public double eps { get; }

        public Parameter? weight
        {
            get => _weight;
            set
            {
                register_parameter("weight", value);
                _weight = value;
            }
        }

        public Parameter? bias
        {
            get => _bias;
            set
            {
                register_parameter("bias", value);
                _bias = value;
            }
        }

        public override Tensor forward(Tensor input) => Calls.layer_norm(input, normalized_shape, _weight, _bias, eps, true);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.LayerNorm LayerNorm(long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) => new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

            public static Modules.LayerNorm LayerNorm(long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) => new([normalized_shape], eps, elementwise_affine, bias, device, dtype);
        }
    }
}
