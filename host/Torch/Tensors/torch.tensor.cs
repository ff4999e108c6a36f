// torch.tensor: tensors from .NET numbers and arrays. The data is copied.
namespace TorchSharp;

public static partial class torch
{
    public static Tensor tensor(Scalar scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => scalar.Kind switch
    {
        Tag.Float => tensor(scalar.ToDouble(), dtype, device, requires_grad),
        Tag.Bool => tensor(scalar.ToBoolean(), dtype, device, requires_grad),
        Tag.ComplexSingle => tensor(scalar.ToComplexFloat32(), dtype, device, requires_grad),
        Tag.Complex => tensor(scalar.ToComplexFloat64(), dtype, device, requires_grad),
        _ => tensor(scalar.ToInt64(), dtype, device, requires_grad),
    };

    /// <summary>A tensor of the array's shape: one- or many-dimensional, of any element type that tensors have.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>A tensor of the array's shape: one- or many-dimensional, of any element type that tensors have.</summary>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var size = new long[rawArray.Rank];
        for (var d = 0; d < size.Length; d++)
            size[d] = rawArray.GetLongLength(d);
        return rawArray switch
        {
            _ when rawArray.GetType().GetElementType() == typeof(float) => FromArray<float>(rawArray, size, dtype, device, requires_grad),
            _ when rawArray.GetType().GetElementType() == typeof(double) => FromArray<double>(rawArray, size, dtype, device, requires_grad),
            _ when rawArray.GetType().GetElementType() == typeof(long) => FromArray<long>(rawArray, size, dtype, device, requires_grad),
            _ when rawArray.GetType().GetElementType() == typeof(int) => FromArray<int>(rawArray, size, dtype, device, requires_grad),
            _ when rawArray.GetType().GetElementType() == typeof(short) => FromArray<short>(rawArray, size, dtype, device, requires_grad),
            _ when rawArray.GetType().GetElementType() == typeof(byte) => FromArray<byte>(rawArray, size, dtype, device, requires_grad),
            _ when rawArray.GetType().GetElementType() == typeof(sbyte) => FromArray<sbyte>(rawArray, size, dtype, device, requires_grad),
            _ when rawArray.GetType().GetElementType() == typeof(bool) => FromArray<bool>(rawArray, size, dtype, device, requires_grad),
            _ when rawArray.GetType().GetElementType() == typeof(Half) => FromArray<Half>(rawArray, size, dtype, device, requires_grad),
            _ when rawArray.GetType().GetElementType() == typeof(BFloat16) => FromArray<BFloat16>(rawArray, size, dtype, device, requires_grad),
            _ when rawArray.GetType().GetElementType() == typeof((float, float)) => FromArray<(float, float)>(rawArray, size, dtype, device, requires_grad),
            _ when rawArray.GetType().GetElementType() == typeof(System.Numerics.Complex) => FromArray<System.Numerics.Complex>(rawArray, size, dtype, device, requires_grad),
            _ => throw new ArgumentException($"from_array: no tensor has elements of the type {rawArray.GetType().GetElementType()?.Name}.", nameof(rawArray)),
        };
    }

    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) => data.to(dtype ?? data.dtype, device ?? data.device);

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);

    public static Tensor as_tensor<T>(T[] rawArray, ScalarType? dtype = null, Device? device = null) where T : unmanaged => From<T>(rawArray, [rawArray.Length], dtype, device, false);

    public static Tensor as_tensor<T>(IList<T> rawArray, ScalarType? dtype = null, Device? device = null) where T : unmanaged => From<T>([.. rawArray], [rawArray.Count], dtype, device, false);

    /// <summary>A one-dimensional tensor of <paramref name="count"/> elements read from the array's bytes, copied.</summary>
    public static unsafe Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var total = Buffer.ByteLength(rawArray);
        var size = ScalarTypes.Size(dtype);
        var elements = count < 0 ? (total - offset) / size : count;
        if (offset < 0 || elements < 0 || elements > (total - offset) / size)
            throw new ArgumentException($"frombuffer: {elements} elements of {ScalarTypes.Name(dtype)} from byte {offset} do not fit into {total} bytes.", nameof(count));
        var pin = System.Runtime.InteropServices.GCHandle.Alloc(rawArray, System.Runtime.InteropServices.GCHandleType.Pinned);
        try
        {
            return Finish(FromMemory((byte*)pin.AddrOfPinnedObject() + offset, [elements], dtype, device), requires_grad);
        }
        finally
        {
            pin.Free();
        }
    }

    private static unsafe Tensor FromArray<T>(Array array, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requires_grad) where T : unmanaged =>
        From(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array)), array.Length), size, dtype, device, requires_grad);

    // Memory may be longer than the tensor that starts in it.
    private static ReadOnlySpan<T> First<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> size)
    {
        long elements = 1;
        foreach (var extent in size)
            elements *= extent;
        return elements >= 0 && elements < data.Length ? data[..(int)elements] : data;
    }

    /// <summary>A tensor from a span of elements, copied.</summary>
    internal static unsafe Tensor From<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requires_grad) where T : unmanaged
    {
        long elements = 1;
        foreach (var extent in size)
            elements = extent < 0 ? -1 : checked(elements * extent);
        if (elements != data.Length)
            throw new ArgumentException($"tensor: {data.Length} numbers do not fill the shape [{string.Join(", ", size.ToArray())}].", nameof(data));
        var own = ScalarTypes.Of<T>();
        Tensor made;
        fixed (T* pointer = data)
            made = FromMemory(pointer, size, own, device);
        if (dtype is { } wanted && wanted != own)
            made = made.to(wanted, disposeAfter: true);
        return Finish(made, requires_grad);
    }

    internal static unsafe Tensor FromMemory(void* data, ReadOnlySpan<long> size, ScalarType dtype, Device? device)
    {
        nint result;
        fixed (long* sizes = size)
            NativeMethods.Check(NativeMethods.ph_tensor_from_memory(data, sizes, size.Length, (int)dtype, (int)(device?.type ?? DeviceType.CPU), device?.index ?? -1, &result), "tensor");
        return new Tensor(result);
    }
}
