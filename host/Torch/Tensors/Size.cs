// The sizes of a tensor along its dimensions, from a number, a tuple or an array.
using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A shape. Numbers, tuples and arrays convert to it.</summary>
    public readonly struct Size : IEnumerable<long>, IEquatable<Size>
    {
        private readonly long[]? _extents;

        public static readonly Size Empty;

        public Size(long[] shape) => _extents = [.. shape];

        public Size(IEnumerable<long> shape) => _extents = [.. shape];

        public Size(int[] shape) => _extents = Array.ConvertAll(shape, extent => (long)extent);

        public Size(long size) => _extents = [size];

        public long[] Shape => _extents ?? [];

        public int Length => Shape.Length;

        public bool IsEmpty => Length == 0;

        /// <summary>True for the shape of a tensor without dimensions.</summary>
        public bool IsScalar => IsEmpty;

        public long this[int idx] => Shape[idx];

        public long this[long idx] => Shape[idx];

        /// <summary>How many elements a tensor of this shape has.</summary>
        public long numel() => Shape.TotalSize();

        /// <summary>The extents in a range: <c>size[1..^1]</c>.</summary>
        public Size this[Range range] => new(Shape[range]);

        /// <summary>The extents from <paramref name="first"/> up to, not including, <paramref name="next"/>; a negative position counts from the end.</summary>
        public Size Slice(int first, int next)
        {
            var from = first < 0 ? first + Length : first;
            var to = next < 0 ? next + Length : next;
            return to <= from ? Empty : new Size(Shape[from..to]);
        }

        public static implicit operator Size(long size) => new(size);

        public static implicit operator Size(long[] size) => new(size);

        public static implicit operator Size(int[] size) => new(size);

        public static implicit operator Size((long, long) size) => new([size.Item1, size.Item2]);

        public static implicit operator Size((long, long, long) size) => new([size.Item1, size.Item2, size.Item3]);

        public static implicit operator Size((long, long, long, long) size) => new([size.Item1, size.Item2, size.Item3, size.Item4]);

        public static implicit operator Size((long, long, long, long, long) size) => new([size.Item1, size.Item2, size.Item3, size.Item4, size.Item5]);

        public static Size operator +(Size left, Size right) => new([.. left.Shape, .. right.Shape]);

        public static Size operator +(Size left, IEnumerable<long> right) => new([.. left.Shape, .. right]);

        public static bool operator ==(Size left, Size right) => left.Equals(right);

        public static bool operator !=(Size left, Size right) => !left.Equals(right);

        public bool Equals(Size other) => Shape.AsSpan().SequenceEqual(other.Shape);

        public override bool Equals(object? obj) => obj is Size other && Equals(other);

        public override int GetHashCode() => Shape.Aggregate(0, HashCode.Combine);

        public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)Shape).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"[{string.Join(", ", Shape)}]";
    }
}
