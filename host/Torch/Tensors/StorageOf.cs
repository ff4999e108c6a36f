// The memory behind a tensor of one element type.
using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Elements in the order in which they lie in memory. A part of a storage reads and writes the same memory.</summary>
    public sealed class Storage<T> : Storage, IDisposable, IEnumerable<T> where T : unmanaged
    {
        private readonly T _number;
        private readonly int _start;

        internal Storage(Tensor tensor)
            : base(tensor)
        {
            long last = 0;
            var (sizes, strides) = (tensor.shape, tensor.stride());
            for (var d = 0; d < sizes.Length; d++)
                last += (sizes[d] - 1) * strides[d];
            Count = tensor.numel() == 0 ? 0 : checked((int)last + 1);
        }

        private Storage(Storage<T> whole, int start, int count)
            : base(Calls.alias(whole.Known))
        {
            _start = whole._start + start;
            Count = count;
        }

        private Storage(T number)
            : base(null) => _number = number;

        public int Count { get; }

        public bool IsReadOnly => false;

        public Device device => Known.device;

        public override unsafe int element_size() => sizeof(T);

        public override ulong nbytes() => (ulong)Count * (ulong)element_size();

        /// <summary>Makes <c>storage[(3, 5)] = 7</c> fill a part.</summary>
        public static implicit operator Storage<T>(T value) => new(value);

        public T this[int index]
        {
            get => Span[Checked(index)];
            set => Span[Checked(index)] = value;
        }

        /// <summary>The elements from start up to, not including, end. Assigning a number fills them.</summary>
        public Storage<T> this[(int? start, int? end) range]
        {
            get
            {
                var (start, end) = Checked(range);
                return new Storage<T>(this, start, end - start);
            }
            set
            {
                ArgumentNullException.ThrowIfNull(value);
                var (start, end) = Checked(range);
                if (value.Tensor is null)
                    Span[start..end].Fill(value._number);
                else
                    value.Span.CopyTo(Span[start..end]);
            }
        }

        public Storage<T> this[Range range]
        {
            get => this[(range.Start.GetOffset(Count), range.End.GetOffset(Count))];
            set => this[(range.Start.GetOffset(Count), range.End.GetOffset(Count))] = value;
        }

        public Storage<T> cpu() => Known.cpu().storage<T>();

        public T[] ToArray() => Span.ToArray();

        public IList<T> tolist() => ToArray();

        public void fill_(T value) => Span.Fill(value);

        public void copy_(IList<T> array) => CopyFrom(array, 0);

        public bool Contains(T item) => IndexOf(item) >= 0;

        /// <summary>The first position of the element, or −1.</summary>
        public int IndexOf(T item) => Array.IndexOf(ToArray(), item);

        public void CopyTo(IList<T> array, int arrayIndex)
        {
            ArgumentNullException.ThrowIfNull(array);
            if (arrayIndex < 0 || array.Count - arrayIndex < Count)
                throw new ArgumentException($"Storage: {Count} elements do not fit into {array.Count} from position {arrayIndex}.", nameof(array));
            foreach (var element in ToArray())
                array[arrayIndex++] = element;
        }

        /// <summary>Overwrites the first elements with the list's from <paramref name="arrayIndex"/> on, as many as there are of both.</summary>
        public void CopyFrom(IList<T> array, int arrayIndex)
        {
            ArgumentNullException.ThrowIfNull(array);
            ArgumentOutOfRangeException.ThrowIfNegative(arrayIndex);
            var span = Span;
            for (var i = 0; i < Count && arrayIndex + i < array.Count; i++)
                span[i] = array[arrayIndex + i];
        }

        public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public void Dispose() => Tensor?.Dispose();

        private unsafe Span<T> Span => new((T*)data_ptr() + _start, Count);

        private int Checked(int index) => index >= 0 && index < Count ? index
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"The storage has {Count} elements.");

        private (int Start, int End) Checked((int? Start, int? End) range)
        {
            var (start, end) = (range.Start ?? 0, range.End ?? Count);
            return start >= 0 && end <= Count && start <= end ? (start, end)
                : throw new ArgumentOutOfRangeException(nameof(range), $"The storage has {Count} elements; there are none from {start} to {end}.");
        }
    }
}
