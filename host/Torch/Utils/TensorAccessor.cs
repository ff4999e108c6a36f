// Elements of a CPU tensor as .NET values, without a copy.
using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>Reads and writes a CPU tensor's elements in row-major order, by its strides.</summary>
public sealed class TensorAccessor<T> : IEnumerable<T> where T : unmanaged
{
    private readonly Tensor _tensor;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;

    internal TensorAccessor(Tensor tensor)
    {
        _tensor = tensor;
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        Count = tensor.numel();
    }

    public long Count { get; }

    public T this[long index]
    {
        get => At(index);
        set => At(index) = value;
    }

    public T this[params long[] indices]
    {
        get => At(Position(indices));
        set => At(Position(indices)) = value;
    }

    public T[] ToArray() => _tensor.ToArray<T>();

    /// <summary>The elements as an array of as many dimensions as the tensor has; one of one element for a tensor without dimensions.</summary>
    public Array ToNDArray()
    {
        var flat = ToArray();
        if (_shape.Length <= 1)
            return flat;
        var array = Array.CreateInstance(typeof(T), _shape);
        var target = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(
            ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array)), array.Length);
        flat.AsSpan().CopyTo(target);
        return array;
    }

    /// <summary>The elements as a span; only of a contiguous tensor.</summary>
    public unsafe Span<T> AsSpan() => _contiguous
        ? new Span<T>((void*)_tensor.data_ptr(), checked((int)Count))
        : throw new InvalidOperationException("AsSpan: the tensor is not contiguous; call contiguous() first.");

    public void CopyTo(T[] array, int arrayIndex = 0) => ToArray().CopyTo(array, arrayIndex);

    /// <summary>True where both read the same elements in the same order.</summary>
    public static bool operator ==(TensorAccessor<T>? left, TensorAccessor<T>? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(TensorAccessor<T>? left, TensorAccessor<T>? right) => !(left == right);

    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && Count == other.Count && ToArray().AsSpan().SequenceEqual(other.ToArray());

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_tensor);

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
            yield return At(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private unsafe ref T At(long index)
    {
        if (index < 0 || index >= Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The tensor has {Count} elements.");
        var offset = index;
        if (!_contiguous)
        {
            offset = 0;
            for (var d = _shape.Length - 1; d >= 0; d--)
            {
                offset += index % _shape[d] * _strides[d];
                index /= _shape[d];
            }
        }
        return ref ((T*)_tensor.data_ptr())[offset];
    }

    private long Position(long[] indices)
    {
        if (indices.Length != _shape.Length)
            throw new ArgumentException($"The tensor has {_shape.Length} dimensions, got {indices.Length} indices.", nameof(indices));
        long position = 0;
        for (var d = 0; d < indices.Length; d++)
            position = position * _shape[d] + indices[d];
        return position;
    }
}
