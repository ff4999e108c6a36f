// Counts tensors by the place that made them: the first frame of the stack outside the binding.
using System.Collections.Concurrent;
using System.Diagnostics;

namespace TorchSharp;

internal static unsafe class TensorPlaces
{
    private static readonly ConcurrentDictionary<string, Entry> s_entries = new(StringComparer.Ordinal);

    internal sealed class Entry(string where)
    {
        private long _live, _bytes, _made;

        internal void Enter(long bytes)
        {
            Interlocked.Increment(ref _live);
            Interlocked.Increment(ref _made);
            Interlocked.Add(ref _bytes, bytes);
        }

        internal void Leave(long bytes)
        {
            Interlocked.Decrement(ref _live);
            Interlocked.Add(ref _bytes, -bytes);
        }

        internal TensorPlace Read() => new(where, Interlocked.Read(ref _live), Interlocked.Read(ref _bytes), Interlocked.Read(ref _made));
    }

    internal static Entry Enter(nint tensor, out long bytes)
    {
        TensorInfo info;
        bytes = tensor != 0 && NativeMethods.ph_tensor_info(tensor, &info) == 0 ? info.Elements * info.ElementSize : 0;
        var entry = s_entries.GetOrAdd(CallerPlace.Of(new StackTrace(2, false)), where => new Entry(where));
        entry.Enter(bytes);
        return entry;
    }

    internal static IReadOnlyList<TensorPlace> Read() =>
        [.. s_entries.Values.Select(entry => entry.Read()).OrderByDescending(place => place.Bytes).ThenBy(place => place.Where, StringComparer.Ordinal)];
}
