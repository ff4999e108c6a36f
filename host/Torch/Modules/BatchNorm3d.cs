// Batch norm of (N, C, D, H, W).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Normalises the channels of (N, C, D, H, W) over the batch.</summary>
    public class BatchNorm3d(long num_features, double eps = 1e-05, double? momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null)
        : BatchNorm(nameof(BatchNorm3d), [5], num_features, eps, momentum, affine, track_running_stats, device, dtype);
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.BatchNorm3d BatchNorm3d(long num_features, double eps = 1e-05, double? momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
