// Instance norm of (N, C, L).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Normalises every channel of every row of (N, C, L), or of one row without N.</summary>
    public class InstanceNorm1d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null, ScalarType? dtype = null)
        : InstanceNorm(nameof(InstanceNorm1d), 1, num_features, eps, momentum, affine, track_running_stats, device, dtype);
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.InstanceNorm1d InstanceNorm1d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
