// Padding of 2 dimensions with the edge's values.
namespace TorchSharp.Modules
{
    /// <summary>Pads the last 2 dimensions with the edge's values: before and after, the last dimension first.</summary>
    public sealed class ReplicationPad2d : PadBase
    {
        internal ReplicationPad2d(long[] padding)
            : base(nameof(ReplicationPad2d), PaddingModes.Replicate, 0, 2, padding)
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
            public static Modules.ReplicationPad2d ReplicationPad2d(long padding) => new([padding]);

            public static Modules.ReplicationPad2d ReplicationPad2d((long, long, long, long) padding) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);
        }
    }
}
