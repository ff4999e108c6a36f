// What may stand between the brackets of tensor[...].
namespace TorchSharp;

public static partial class torch
{
    /// <summary>One index: a number, a slice, an ellipsis, a new axis, a bool or a tensor.</summary>
    public readonly struct TensorIndex
    {
        internal enum Kind
        {
            None,
            Ellipsis,
            Single,
            Slice,
            Bool,
            Tensor,
        }

        private TensorIndex(Kind kind, long first = 0, long? start = null, long? stop = null, long? step = null, torch.Tensor? tensor = null)
        {
            Type = kind;
            First = first;
            Start = start;
            Stop = stop;
            Step = step;
            Value = tensor;
        }

        internal Kind Type { get; }

        internal long First { get; }

        internal long? Start { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal torch.Tensor? Value { get; }

        /// <summary>All of the dimensions that are not named otherwise.</summary>
        public static TensorIndex Ellipsis => new(Kind.Ellipsis);

        /// <summary>A new dimension of size one.</summary>
        public static TensorIndex None => new(Kind.None);

        /// <summary>All of this dimension.</summary>
        public static TensorIndex Colon => new(Kind.Slice);

        public static TensorIndex Null => None;

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(Kind.Slice, 0, start, stop, step);

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Single(long? index) => index is { } number ? new(Kind.Single, number) : None;

        public static TensorIndex Bool(bool value) => new(Kind.Bool, value ? 1 : 0);

        public static TensorIndex Tensor(torch.Tensor tensor) => new(Kind.Tensor, tensor: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(int value) => Single(value);

        public static implicit operator TensorIndex(bool value) => Bool(value);

        public static implicit operator TensorIndex(torch.Tensor? value) => value is null ? None : Tensor(value);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range.start, range.end);

        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -(long)index.Value : index.Value);

        public static implicit operator TensorIndex(Range range)
        {
            long? start = range.Start.IsFromEnd ? -(long)range.Start.Value : range.Start.Value;
            // ^0 as the end means up to the end, which no negative number can say.
            long? stop = range.End.IsFromEnd ? (range.End.Value == 0 ? null : -(long)range.End.Value) : range.End.Value;
            if (range.Start.IsFromEnd && range.Start.Value == 0)
                start = long.MaxValue;
            return Slice(start, stop);
        }
    }
}
