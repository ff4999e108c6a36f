// Padding of 2 dimensions with a value.
namespace TorchSharp.Modules
{
    /// <summary>Pads the last 2 dimensions with a value: before and after, the last dimension first.</summary>
    public sealed class ConstantPad2d : PadBase
    {
        internal ConstantPad2d(long[] padding, double value)
            : base(nameof(ConstantPad2d), PaddingModes.Constant, value, 2, padding)
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
            public static Modules.ConstantPad2d ConstantPad2d(long padding, double value) => new([padding], value);

            public static Modules.ConstantPad2d ConstantPad2d((long, long, long, long) padding, double value) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4], value);
        }
    }
}
