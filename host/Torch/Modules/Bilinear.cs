// A product of two inputs with a weight for each pair.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>y_o = x1ᵀ · weight_o · x2 + bias_o. Parameters: weight (out, in1, in2), bias (out), uniform within ±1/√in1 at first.</summary>
    public class Bilinear : nn.Module<Tensor, Tensor, Tensor>
    {
        public Bilinear(long in1_features, long in2_features, long out_features, bool hasBias = true, Device? device = null, ScalarType? dtype = null)
            : base(nameof(Bilinear))
        {
            this.in1_features = in1_features;
            this.in2_features = in2_features;
            this.out_features = out_features;
            var bound = 1 / Math.Sqrt(in1_features);
            register_parameter("weight", new Parameter(nn.init.uniform_(empty([out_features, in1_features, in2_features], dtype, device), -bound, bound)));
            if (hasBias)
                register_parameter("bias", new Parameter(nn.init.uniform_(empty([out_features], dtype, device), -bound, bound)));
        }

        public long in1_features { get; }

        public long in2_features { get; }

        public long out_features { get; }

        public Parameter weight
        {
            get => get_parameter("weight")!;
            set => register_parameter("weight", value);
        }

        public Parameter? bias
        {
            get => get_parameter("bias");
            set => register_parameter("bias", value);
        }

        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.bilinear(input1, input2, weight, bias);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Bilinear Bilinear(long in1_features, long in2_features, long out_features, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in1_features, in2_features, out_features, hasBias, device, dtype);
        }
    }
}
