// A rectifier whose slope below zero is trained.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x, or weight · x below zero, with one weight for all or one for each channel (He et al. 2015).</summary>
    public class PReLU : nn.Module<Tensor, Tensor>
    {
        public PReLU(long num_parameters = 1, double init = 0.25, Device? device = null, ScalarType? dtype = null)
            : base(nameof(PReLU))
        {
            this.num_parameters = num_parameters;
            this.init = init;
            register_parameter("weight", new Parameter(full([num_parameters], init, dtype ?? get_default_dtype(), device)));
        }

        public long num_parameters { get; }

        public double init { get; }

        public Parameter weight
        {
            get => get_parameter("weight")!;
            set => register_parameter("weight", value);
        }

        public override Tensor forward(Tensor input) => nn.functional.prelu(input, weight);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.PReLU PReLU(long num_parameters, double init = 0.25, Device? device = null, ScalarType? dtype = null) => new(num_parameters, init, device, dtype);
        }
    }
}
