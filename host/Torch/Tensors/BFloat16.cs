// bfloat16 as a .NET value: the upper half of a float32.
using System.Globalization;

namespace TorchSharp;

/// <summary>A 16-bit number with float32's exponent and eight bits of mantissa. Arithmetic is float32's, rounded.</summary>
public readonly struct BFloat16 : IComparable<BFloat16>, IComparable, IEquatable<BFloat16>, IFormattable
{
    public static readonly BFloat16 Zero = new(0x0000);
    public static readonly BFloat16 One = new(0x3f80);
    public static readonly BFloat16 NaN = new(0x7fc0);
    public static readonly BFloat16 PositiveInfinity = new(0x7f80);
    public static readonly BFloat16 NegativeInfinity = new(0xff80);
    public static readonly BFloat16 MaxValue = new(0x7f7f);
    public static readonly BFloat16 MinValue = new(0xff7f);

    /// <summary>The smallest number above zero.</summary>
    public static readonly BFloat16 Epsilon = new(0x0001);

    public static readonly BFloat16 SmallestSubnormal = Epsilon;
    public static readonly BFloat16 MinNormal = new(0x0080);

    public BFloat16(ushort rawValue) => RawValue = rawValue;

    public BFloat16(float value) => RawValue = ((BFloat16)value).RawValue;

    public ushort RawValue { get; }

    public static BFloat16 FromRawValue(ushort rawValue) => new(rawValue);

    public float ToSingle() => BitConverter.UInt32BitsToSingle((uint)RawValue << 16);

    public static explicit operator float(BFloat16 value) => value.ToSingle();

    public static explicit operator double(BFloat16 value) => value.ToSingle();

    public static explicit operator BFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
            return new BFloat16((ushort)((bits >> 16) | 0x40));
        // Round to nearest, ties to even.
        return new BFloat16((ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16));
    }

    public static explicit operator BFloat16(double value) => (BFloat16)(float)value;

    public static BFloat16 operator +(BFloat16 left, BFloat16 right) => (BFloat16)(left.ToSingle() + right.ToSingle());

    public static BFloat16 operator -(BFloat16 left, BFloat16 right) => (BFloat16)(left.ToSingle() - right.ToSingle());

    public static BFloat16 operator *(BFloat16 left, BFloat16 right) => (BFloat16)(left.ToSingle() * right.ToSingle());

    public static BFloat16 operator /(BFloat16 left, BFloat16 right) => (BFloat16)(left.ToSingle() / right.ToSingle());

    public static BFloat16 operator %(BFloat16 left, BFloat16 right) => (BFloat16)(left.ToSingle() % right.ToSingle());

    public static BFloat16 operator -(BFloat16 value) => (BFloat16)(-value.ToSingle());

    public static bool operator ==(BFloat16 left, BFloat16 right) => left.ToSingle() == right.ToSingle();

    public static bool operator !=(BFloat16 left, BFloat16 right) => left.ToSingle() != right.ToSingle();

    public static bool operator <(BFloat16 left, BFloat16 right) => left.ToSingle() < right.ToSingle();

    public static bool operator >(BFloat16 left, BFloat16 right) => left.ToSingle() > right.ToSingle();

    public static bool operator <=(BFloat16 left, BFloat16 right) => left.ToSingle() <= right.ToSingle();

    public static bool operator >=(BFloat16 left, BFloat16 right) => left.ToSingle() >= right.ToSingle();

    public static bool IsNaN(BFloat16 value) => float.IsNaN(value.ToSingle());

    public static bool IsInfinity(BFloat16 value) => float.IsInfinity(value.ToSingle());

    public static bool IsPositiveInfinity(BFloat16 value) => float.IsPositiveInfinity(value.ToSingle());

    public static bool IsNegativeInfinity(BFloat16 value) => float.IsNegativeInfinity(value.ToSingle());

    public static bool IsFinite(BFloat16 value) => float.IsFinite(value.ToSingle());

    public int CompareTo(BFloat16 other) => ToSingle().CompareTo(other.ToSingle());

    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        BFloat16 other => CompareTo(other),
        _ => throw new ArgumentException("CompareTo: expected a BFloat16.", nameof(obj)),
    };

    public bool Equals(BFloat16 other) => ToSingle().Equals(other.ToSingle());

    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);

    public override int GetHashCode() => ToSingle().GetHashCode();

    public override string ToString() => ToSingle().ToString(CultureInfo.InvariantCulture);

    public string ToString(string? format, IFormatProvider? formatProvider) => ToSingle().ToString(format, formatProvider);
}
