// A shape as a value, from a number, a tuple or an array.
using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The extents of a tensor. Two sizes are equal where all extents are.</summary>
    public readonly struct Size : IEnumerable<long>, IEquatable<Size>
    {
        public static readonly Size Empty;

        private readonly long[]? _shape;

        public Size(long[] shape)
        {
            ArgumentNullException.ThrowIfNull(shape);
            _shape = (long[])shape.Clone();
        }

        public Size(IEnumerable<long> shape) => _shape = [.. shape];

        public Size(int[] shape) => _shape = Array.ConvertAll(shape, extent => (long)extent);

        public Size(long size) => _shape = [size];

        public Size((long, long) size) => _shape = [size.Item1, size.Item2];

        public Size((long, long, long) size) => _shape = [size.Item1, size.Item2, size.Item3];

        public Size((long, long, long, long) size) => _shape = [size.Item1, size.Item2, size.Item3, size.Item4];

        public Size((long, long, long, long, long) size) => _shape = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5];

        public long[] Shape => _shape ?? [];

        public int Length => Shape.Length;

        public bool IsEmpty => Length == 0;

        /// <summary>True where there are no dimensions: a single number.</summary>
        public bool IsScalar => IsEmpty;

        public long this[int idx] => Shape[idx];

        public long this[long idx] => Shape[idx];

        public static implicit operator Size(long size) => new(size);

        public static implicit operator Size((long, long) size) => new(size);

        public static implicit operator Size((long, long, long) size) => new(size);

        public static implicit operator Size((long, long, long, long) size) => new(size);

        public static implicit operator Size((long, long, long, long, long) size) => new(size);

        public static implicit operator Size(long[] size) => new(size);

        public static Size operator +(Size left, Size right) => new([.. left.Shape, .. right.Shape]);

        public static Size operator +(Size left, IEnumerable<long> right) => new([.. left.Shape, .. right]);

        public static bool operator ==(Size left, Size right) => left.Equals(right);

        public static bool operator !=(Size left, Size right) => !left.Equals(right);

        /// <summary>The extents from <paramref name="first"/> up to, not including, <paramref name="next"/>; a negative position counts from the end.</summary>
        public Size Slice(int first, int next)
        {
            var from = first < 0 ? first + Length : first;
            var to = next < 0 ? next + Length : next;
            return to <= from ? Empty : new Size(Shape[from..to]);
        }

        /// <summary>How many elements a tensor of this size has.</summary>
        public long numel()
        {
            long elements = 1;
            foreach (var extent in Shape)
                elements *= extent;
            return elements;
        }

        public IEnumerable<long> Take(int count) => Shape.Take(count);

        public bool Equals(Size other) => Shape.AsSpan().SequenceEqual(other.Shape);

        public override bool Equals(object? obj) => obj is Size other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (var extent in Shape)
                hash.Add(extent);
            return hash.ToHashCode();
        }

        public override string ToString() => "[" + string.Join(", ", Shape) + "]";

        public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)Shape).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => Shape.GetEnumerator();
    }
}
