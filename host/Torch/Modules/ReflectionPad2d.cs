// Padding of 2 dimensions with the values across the edge, mirrored.
namespace TorchSharp.Modules
{
    /// <summary>Pads the last 2 dimensions with the values across the edge, mirrored: before and after, the last dimension first.</summary>
    public sealed class ReflectionPad2d : PadBase
    {
        internal ReflectionPad2d(long[] padding)
            : base(nameof(ReflectionPad2d), PaddingModes.Reflect, 0, 2, padding)
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
            public static Modules.ReflectionPad2d ReflectionPad2d(long padding) => new([padding]);

            public static Modules.ReflectionPad2d ReflectionPad2d((long, long, long, long) padding) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);
        }
    }
}
