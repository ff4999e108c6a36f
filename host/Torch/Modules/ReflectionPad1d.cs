// Padding of 1 dimension with the values across the edge, mirrored.
namespace TorchSharp.Modules
{
    /// <summary>Pads the last dimension with the values across the edge, mirrored: before and after, the last dimension first.</summary>
    public sealed class ReflectionPad1d : PadBase
    {
        internal ReflectionPad1d(long[] padding)
            : base(nameof(ReflectionPad1d), PaddingModes.Reflect, 0, 1, padding)
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
            public static Modules.ReflectionPad1d ReflectionPad1d(long padding) => new([padding]);

            public static Modules.ReflectionPad1d ReflectionPad1d((long, long) padding) => new([padding.Item1, padding.Item2]);
        }
    }
}
