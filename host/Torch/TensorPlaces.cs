// Counts tensors by the place that made them: the first frame of the stack outside the binding.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace TorchSharp;

internal static unsafe class TensorPlaces
{
    // A frame is named once: reading symbols costs much more than walking the stack.
    private static readonly ConcurrentDictionary<(MethodBase? Method, int Offset), Entry> s_entries = new();

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
        var trace = new StackTrace(2, false);
        var depth = Enumerable.Range(0, trace.FrameCount).FirstOrDefault(i => IsOutside(trace.GetFrame(i)!), -1);
        var frame = depth < 0 ? null : trace.GetFrame(depth);
        var entry = s_entries.GetOrAdd((frame?.GetMethod(), frame?.GetILOffset() ?? 0), _ => new Entry(depth < 0 ? "(native code)" : Name(frame!)));
        entry.Enter(bytes);
        return entry;
    }

    internal static IReadOnlyList<TensorPlace> Read() =>
        [.. s_entries.Values.Select(entry => entry.Read()).GroupBy(place => place.Where).Select(Sum).OrderByDescending(place => place.Bytes).ThenBy(place => place.Where, StringComparer.Ordinal)];

    private static TensorPlace Sum(IGrouping<string, TensorPlace> places) => new(places.Key, places.Sum(place => place.Live), places.Sum(place => place.Bytes), places.Sum(place => place.Made));

    private static bool IsOutside(StackFrame frame) =>
        frame.GetMethod()?.DeclaringType is { } type && type.Assembly != typeof(TensorPlaces).Assembly && type.Assembly != typeof(object).Assembly && type.Assembly != typeof(Enumerable).Assembly;

    private static string Name(StackFrame frame)
    {
        var method = frame.GetMethod()!;
        var name = $"{method.DeclaringType?.FullName}.{method.Name}";
        var place = Symbols(method, frame.GetILOffset());
        return place is null ? name : $"{name} ({place})";
    }

    // File and line of a frame come only with a whole trace that has them; the frame is found in it by its method.
    private static string? Symbols(MethodBase method, int offset)
    {
        foreach (var frame in new StackTrace(true).GetFrames())
            if (frame.GetMethod() == method && frame.GetILOffset() == offset && frame.GetFileName() is { } file)
                return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}:{frame.GetFileLineNumber()}");
        return null;
    }
}
