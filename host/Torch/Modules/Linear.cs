// input · weightᵀ + bias.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A linear map from in_features to out_features. Parameters: weight (out, in), bias (out).</summary>
    public class Linear : nn.Module<Tensor, Tensor>
    {
        private Parameter _weight;
        private Parameter? _bias;

        public Linear(long in_features, long out_features, bool hasBias = true, Device? device = null, ScalarType? dtype = null)
            : base(nameof(Linear))
        {
            this.in_features = in_features;
            this.out_features = out_features;
            _weight = new Parameter(empty(out_features, in_features, dtype, device));
            nn.init.kaiming_uniform_(_weight, Math.Sqrt(5));
            register_parameter("weight", _weight);
            if (hasBias)
            {
                var bound = in_features > 0 ? 1 / Math.Sqrt(in_features) : 0;
                _bias = new Parameter(empty(out_features, dtype, device));
                nn.init.uniform_(_bias, -bound, bound);
                register_parameter("bias", _bias);
            }
        }

        public long in_features { get; }

        public long out_features { get; }

        public Parameter weight
        {
            get => _weight;
            set
            {
                ArgumentNullException.ThrowIfNull(value);
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

        public override Tensor forward(Tensor input) => Calls.linear(input, _weight, _bias);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) => new(inputSize, outputSize, hasBias, device, dtype);
        }
    }
}
