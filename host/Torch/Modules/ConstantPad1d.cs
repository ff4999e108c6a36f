// Padding of 1 dimension with a value.
namespace TorchSharp.Modules
{
    /// <summary>Pads the last dimension with a value: before and after, the last dimension first.</summary>
    public sealed class ConstantPad1d : PadBase
    {
        internal ConstantPad1d(long[] padding, double value)
            : base(nameof(ConstantPad1d), PaddingModes.Constant, value, 1, padding)
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
            public static Modules.ConstantPad1d ConstantPad1d(long padding, double value) => new([padding], value);

            public static Modules.ConstantPad1d ConstantPad1d((long, long) padding, double value) => new([padding.Item1, padding.Item2], value);
        }
    }
}
