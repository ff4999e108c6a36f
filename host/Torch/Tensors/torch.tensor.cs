// torch.tensor: tensors from .NET numbers and arrays. The data is copied, but for frombuffer.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    /// <summary>
    /// A one-dimensional tensor over the array's own memory, which it keeps in place: who writes to one writes to the other. On another
    /// device than the CPU it is a copy.
    /// </summary>
    /// <param name="rawArray">Numbers of any type, in any number of dimensions.</param>
    /// <param name="dtype">As what the memory is read, whatever the array's type.</param>
    /// <param name="count">Elements of the tensor. When negative, as many as the array has from the offset on, as far as its memory goes.</param>
    /// <param name="offset">Elements of the array, not bytes, that are left out at its beginning.</param>
    /// <param name="requires_grad">Whether the tensor takes a gradient.</param>
    /// <param name="device">Where the tensor is; the CPU when null.</param>
    /// <exception cref="ArgumentException">The elements asked for are not within the array's memory.</exception>
    public static unsafe Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var width = RuntimeHelpers.SizeOf(rawArray.GetType().GetElementType()!.TypeHandle);
        var (total, before) = (rawArray.LongLength * width, offset * width);
        var most = (total - before) / ScalarTypes.Size(dtype);
        var elements = count < 0 ? Math.Min(rawArray.LongLength - offset, most) : count;
        if (offset < 0 || offset > rawArray.LongLength || elements > most)
            throw new ArgumentException($"frombuffer: {elements} elements of {ScalarTypes.Name(dtype)} after {offset} elements of the array do not fit into its {total} bytes.", nameof(count));
        var pin = GCHandle.Alloc(rawArray, GCHandleType.Pinned);
        nint result;
        var status = NativeMethods.ph_tensor_borrow_memory((byte*)pin.AddrOfPinnedObject() + before, &elements, 1, (int)dtype, GCHandle.ToIntPtr(pin), &LetGo, &result);
        if (status != 0)
        {
            var error = Errors.Create(status, "frombuffer", null);
            pin.Free();
            throw error;
        }
        var made = new Tensor(result);
        return Finish(device is null ? made : made.to(device, disposeAfter: device.type != DeviceType.CPU), requires_grad);
    }

    [UnmanagedCallersOnly]
    private static void LetGo(long pin) => GCHandle.FromIntPtr((nint)pin).Free();

    private static unsafe Tensor FromArray<T>(Array array, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requires_grad) where T : unmanaged =>
        From(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length), size, dtype, device, requires_grad);

    /// <summary>A tensor from a span of elements, copied. The span may be longer than the tensor that starts in it, as in TorchSharp.</summary>
    internal static unsafe Tensor From<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requires_grad) where T : unmanaged
    {
        long elements = 1;
        foreach (var extent in size)
            elements = extent < 0 ? -1 : checked(elements * extent);
        if (elements < 0 || elements > data.Length)
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
        {
            var status = NativeMethods.ph_tensor_from_memory(data, sizes, size.Length, (int)dtype, (int)(device?.type ?? DeviceType.CPU), device?.index ?? -1, &result);
            if (status != 0)
                throw Errors.NoDevice("tensor", device?.type ?? DeviceType.CPU) ?? Errors.Create(status, "tensor", null);
        }
        return new Tensor(result);
    }
}
