// A number that goes into an operator: an integer, a real or complex number or a bool, kept as what it was.
using System.Globalization;
using System.Numerics;

namespace TorchSharp;

/// <summary>A number without a tensor: a plain value, which holds nothing that would have to be freed.</summary>
public readonly struct Scalar : IDisposable, IEquatable<Scalar>
{
    private readonly Tag _tag;
    private readonly long _bits;
    private readonly double _imaginary;

    private Scalar(Tag tag, long bits, double imaginary = 0)
    {
        _tag = tag;
        _bits = bits;
        _imaginary = imaginary;
    }

    private Scalar(Tag tag, Complex value)
        : this(tag, BitConverter.DoubleToInt64Bits(value.Real), value.Imaginary)
    {
    }

    public torch.ScalarType Type => Kind switch
    {
        Tag.Float => torch.ScalarType.Float64,
        Tag.Bool => torch.ScalarType.Bool,
        Tag.ComplexSingle => torch.ScalarType.ComplexFloat32,
        Tag.Complex => torch.ScalarType.ComplexFloat64,
        _ => torch.ScalarType.Int64,
    };

    // A default Scalar is the integer zero.
    internal Tag Kind => _tag == Tag.None ? Tag.Int : _tag;

    internal long Bits => _bits;

    public static implicit operator Scalar(byte value) => new(Tag.Int, value);

    public static implicit operator Scalar(sbyte value) => new(Tag.Int, value);

    public static implicit operator Scalar(short value) => new(Tag.Int, value);

    public static implicit operator Scalar(int value) => new(Tag.Int, value);

    public static implicit operator Scalar(long value) => new(Tag.Int, value);

    public static implicit operator Scalar(float value) => new(Tag.Float, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Scalar(double value) => new(Tag.Float, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Scalar(Half value) => (double)value;

    public static implicit operator Scalar(BFloat16 value) => (double)value;

    public static implicit operator Scalar(bool value) => new(Tag.Bool, value ? 1 : 0);

    public static implicit operator Scalar((float Real, float Imaginary) value) => new(Tag.ComplexSingle, new Complex(value.Real, value.Imaginary));

    public static implicit operator Scalar(Complex value) => new(Tag.Complex, value);

    internal bool IsComplex => Kind is Tag.Complex or Tag.ComplexSingle;

    public double ToDouble() => Kind switch
    {
        Tag.Float or Tag.Complex or Tag.ComplexSingle => BitConverter.Int64BitsToDouble(_bits),
        _ => _bits,
    };

    public Complex ToComplexFloat64() => new(ToDouble(), _imaginary);

    public (float Real, float Imaginary) ToComplexFloat32()
    {
        var value = ToComplexFloat64();
        return ((float)value.Real, (float)value.Imaginary);
    }

    public Half ToHalf() => (Half)ToDouble();

    public BFloat16 ToBFloat16() => (BFloat16)ToDouble();

    public float ToSingle() => (float)ToDouble();

    public long ToInt64() => Kind is Tag.Int or Tag.Bool ? _bits : (long)ToDouble();

    public int ToInt32() => (int)ToInt64();

    public short ToInt16() => (short)ToInt64();

    public byte ToByte() => (byte)ToInt64();

    public sbyte ToSByte() => (sbyte)ToInt64();

    public bool ToBoolean() => IsComplex ? ToComplexFloat64() != 0 : ToDouble() != 0;

    /// <summary>Does nothing; a Scalar holds no native memory. It is here because TorchSharp's code disposes of them.</summary>
    public void Dispose()
    {
    }

    public bool Equals(Scalar other) => Kind == other.Kind && _bits == other._bits && _imaginary.Equals(other._imaginary);

    public override bool Equals(object? obj) => obj is Scalar other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, _bits, _imaginary);

    public override string ToString() => Kind switch
    {
        Tag.Float => ToDouble().ToString(CultureInfo.InvariantCulture),
        Tag.Bool => _bits != 0 ? "true" : "false",
        Tag.Complex or Tag.ComplexSingle => ToComplexFloat64().ToString(CultureInfo.InvariantCulture),
        _ => _bits.ToString(CultureInfo.InvariantCulture),
    };
}
