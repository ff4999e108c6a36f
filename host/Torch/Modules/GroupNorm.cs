// Norm over groups of channels.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Normalises groups of channels of (N, C, …) (Wu and He 2018). Parameters: weight and bias (num_channels).</summary>
    public class GroupNorm : nn.Module<Tensor, Tensor>
    {
        public GroupNorm(long num_groups, long num_channels, double eps = 1e-05, bool affine = true, Device? device = null, ScalarType? dtype = null)
            : base(nameof(GroupNorm))
        {
            this.num_groups = num_groups;
            this.num_channels = num_channels;
            this.eps = eps;
            if (affine)
            {
                weight = new Parameter(ones(num_channels, dtype, device));
                bias = new Parameter(zeros(num_channels, dtype, device));
                register_parameter("weight", weight);
                register_parameter("bias", bias);
            }
        }

        public long num_groups { get; }

        public long num_channels { get; }

        public double eps { get; }

        public Parameter? weight { get; }

        public Parameter? bias { get; }

        public override Tensor forward(Tensor input) => input.dim() >= 2 && input.size(1) == num_channels ? Calls.group_norm(input, num_groups, weight, bias, eps, true)
            : throw new ArgumentException($"{GetName()}: expected a tensor (N, {num_channels}, …), got {input.Described()}.", nameof(input));
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.GroupNorm GroupNorm(long num_groups, long num_channels, double eps = 1e-05, bool affine = true, Device? device = null, ScalarType? dtype = null) => new(num_groups, num_channels, eps, affine, device, dtype);
        }
    }
}
