// Tensors to text, to numbers and from numbers, in TorchSharp's spelling.
using System.Globalization;
using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Extension methods of tensors and of what becomes one.</summary>
public static partial class TensorExtensionMethods
{
    /// <summary>What the tensor is and its values.</summary>
    public static string str(this Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default) =>
        tensor.ToString(style, fltFormat, width, cultureInfo, newLine);

    /// <summary>Aligned columns.</summary>
    public static string jlstr(this Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Julia, fltFormat, width, cultureInfo, newLine);

    /// <summary>Only shape, type and device.</summary>
    public static string metastr(this Tensor tensor) => tensor.ToString(TensorStringStyle.Metadata);

    /// <summary>Nested brackets.</summary>
    public static string npstr(this Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Numpy, fltFormat, width, cultureInfo, newLine);

    /// <summary>As an array is written in C#.</summary>
    public static string cstr(this Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.CSharp, fltFormat, width, cultureInfo, newLine);

    /// <summary>Writes the values to the console and gives the tensor back.</summary>
    public static Tensor print(this Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.WriteLine(tensor.ToString(style, fltFormat, width, cultureInfo, newLine));
        return tensor;
    }

    public static Modules.Parameter AsParameter(this Tensor tensor) => new(tensor);

    /// <summary>The shape as int.</summary>
    public static ReadOnlySpan<int> IntShape(this Tensor tensor) => Array.ConvertAll(tensor.shape, extent => checked((int)extent));

    /// <summary>Bytes of one element.</summary>
    public static int ElementSize(this ScalarType type) => ScalarTypes.Size(type);

    /// <summary>How many elements a shape has.</summary>
    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (product, extent) => product * extent);

    /// <summary>A tensor of the given shape from an array; the data is always copied, so <paramref name="doCopy"/> changes nothing.</summary>
    public static Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false)
    {
        var flat = from_array(rawArray);
        using (flat)
        {
            var made = flat.reshape(dimensions);
            made.requires_grad = requires_grad;
            return made;
        }
    }

    /// <summary>A tensor without dimensions.</summary>
    public static Tensor ToTensor<T>(this T scalar, Device? device = null, bool requires_grad = false) where T : struct => scalar switch
    {
        float value => tensor(value, null, device, requires_grad),
        double value => tensor(value, null, device, requires_grad),
        long value => tensor(value, null, device, requires_grad),
        int value => tensor(value, null, device, requires_grad),
        short value => tensor(value, null, device, requires_grad),
        byte value => tensor(value, null, device, requires_grad),
        sbyte value => tensor(value, null, device, requires_grad),
        bool value => tensor(value, null, device, requires_grad),
        Half value => tensor(value, null, device, requires_grad),
        BFloat16 value => tensor(value, null, device, requires_grad),
        ValueTuple<float, float> value => tensor(value, null, device, requires_grad),
        Complex value => tensor(value, null, device, requires_grad),
        Scalar value => tensor(value, null, device, requires_grad),
        _ => throw new ArgumentException($"ToTensor: no tensor has elements of the type {typeof(T).Name}.", nameof(scalar)),
    };

    public static (float Real, float Imaginary) ToComplexFloat32(this Tensor value) => value.item().ToComplexFloat32();

    public static Complex ToComplexFloat64(this Tensor value) => value.item().ToComplexFloat64();

    public static (float Real, float Imaginary) ToComplex32(this Tensor value) => value.item().ToComplexFloat32();

    public static Complex ToComplex64(this Tensor value) => value.item().ToComplexFloat64();

    public static Half ToHalf(this Tensor value) => value.item().ToHalf();

    public static BFloat16 ToBFloat16(this Tensor value) => value.item().ToBFloat16();
}
