// Padding of 3 dimensions with a value.
namespace TorchSharp.Modules
{
    /// <summary>Pads the last 3 dimensions with a value: before and after, the last dimension first.</summary>
    public sealed class ConstantPad3d : PadBase
    {
        internal ConstantPad3d(long[] padding, double value)
            : base(nameof(ConstantPad3d), PaddingModes.Constant, value, 3, padding)
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
            public static Modules.ConstantPad3d ConstantPad3d(long padding, double value) => new([padding], value);

            public static Modules.ConstantPad3d ConstantPad3d((long, long, long, long, long, long) padding, double value) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6], value);
        }
    }
}
