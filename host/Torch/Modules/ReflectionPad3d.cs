// Padding of 3 dimensions with the values across the edge, mirrored.
namespace TorchSharp.Modules
{
    /// <summary>Pads the last 3 dimensions with the values across the edge, mirrored: before and after, the last dimension first.</summary>
    public sealed class ReflectionPad3d : PadBase
    {
        internal ReflectionPad3d(long[] padding)
            : base(nameof(ReflectionPad3d), PaddingModes.Reflect, 0, 3, padding)
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
            public static Modules.ReflectionPad3d ReflectionPad3d(long padding) => new([padding]);

            public static Modules.ReflectionPad3d ReflectionPad3d((long, long, long, long, long, long) padding) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6]);
        }
    }
}
