// Padding of 3 dimensions with the edge's values.
namespace TorchSharp.Modules
{
    /// <summary>Pads the last 3 dimensions with the edge's values: before and after, the last dimension first.</summary>
    public sealed class ReplicationPad3d : PadBase
    {
        internal ReplicationPad3d(long[] padding)
            : base(nameof(ReplicationPad3d), PaddingModes.Replicate, 0, 3, padding)
        {
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ReplicationPad3d ReplicationPad3d(long padding) => new([padding]);

            public static Modules.ReplicationPad3d ReplicationPad3d((long, long, long, long, long, long) padding) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6]);
        }
    }
}
