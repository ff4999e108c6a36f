// What a floating type can hold.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>Limits of a floating type; of the parts' type where it is complex.</summary>
    public static FInfo finfo(ScalarType dtype) => dtype switch
    {
        ScalarType.Float16 => new(16, 9.765625e-4, 65504, 6.103515625e-5, 1e-3),
        ScalarType.BFloat16 => new(16, 7.8125e-3, (double)BFloat16.MaxValue, (double)BFloat16.MinNormal, 1e-2),
        ScalarType.Float32 or ScalarType.ComplexFloat32 => new(32, Math.ScaleB(1, -23), float.MaxValue, Math.ScaleB(1, -126), 1e-6),
        ScalarType.Float64 or ScalarType.ComplexFloat64 => new(64, Math.ScaleB(1, -52), double.MaxValue, Math.ScaleB(1, -1022), 1e-15),
        _ => throw new ArgumentException($"finfo: {ScalarTypes.Name(dtype)} is no floating type.", nameof(dtype)),
    };

    /// <summary>Limits of the default type.</summary>
    public static FInfo finfo() => finfo(s_defaultType);

    /// <summary>Limits of a floating type, under PyTorch's names.</summary>
    public sealed class FInfo
    {
        internal FInfo(int bits, double eps, double max, double smallest, double resolution) =>
            (this.bits, this.eps, this.max, tiny, this.resolution) = (bits, eps, max, smallest, resolution);

        public int bits { get; }

        /// <summary>The difference between one and the next number above it.</summary>
        public double eps { get; }

        public double max { get; }

        public double min => -max;

        /// <summary>The smallest number above zero with a full mantissa.</summary>
        public double tiny { get; }

        public double smallest_normal => tiny;

        /// <summary>The power of ten that decimal digits are good to.</summary>
        public double resolution { get; }
    }
}
