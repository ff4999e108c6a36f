// bfloat16 as a .NET value: the upper half of a float32.
using System.Globalization;

namespace TorchSharp;

/// <summary>A 16-bit number with float32's exponent and eight bits of mantissa.</summary>
public readonly record struct BFloat16(ushort RawValue)
{
    public static explicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.RawValue << 16);

    public static explicit operator double(BFloat16 value) => (float)value;

    public static explicit operator BFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
            return new BFloat16((ushort)((bits >> 16) | 0x40));
        // Round to nearest, ties to even.
        return new BFloat16((ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16));
    }

    public static explicit operator BFloat16(double value) => (BFloat16)(float)value;

    public override string ToString() => ((float)this).ToString(CultureInfo.InvariantCulture);
}
