// Padding of 1 dimension with the edge's values.
namespace TorchSharp.Modules
{
    /// <summary>Pads the last dimension with the edge's values: before and after, the last dimension first.</summary>
    public sealed class ReplicationPad1d : PadBase
    {
        internal ReplicationPad1d(long[] padding)
            : base(nameof(ReplicationPad1d), PaddingModes.Replicate, 0, 1, padding)
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
            public static Modules.ReplicationPad1d ReplicationPad1d(long padding) => new([padding]);

            public static Modules.ReplicationPad1d ReplicationPad1d((long, long) padding) => new([padding.Item1, padding.Item2]);
        }
    }
}
