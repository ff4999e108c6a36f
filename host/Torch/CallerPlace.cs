// The place in the code that called the binding: the first frame of the stack outside of it.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TorchSharp;

internal static class CallerPlace
{
    // A frame is named once: reading symbols costs much more than walking the stack. Weak, so that a plugin's method does not hold its
    // assembly after the plugin is unloaded.
    private static readonly ConditionalWeakTable<MethodBase, ConcurrentDictionary<int, string>> s_names = [];

    /// <summary>"Namespace.Type.Method (File.cs:12)", without the file where there are no symbols, or "(native code)".</summary>
    internal static string Of(StackTrace trace)
    {
        for (var i = 0; i < trace.FrameCount; i++)
        {
            var frame = trace.GetFrame(i)!;
            if (frame.GetMethod() is { DeclaringType: { } type } method && IsOutside(type.Assembly))
                return s_names.GetOrCreateValue(method).GetOrAdd(frame.GetILOffset(), offset => Name(method, offset));
        }
        return "(native code)";
    }

    private static bool IsOutside(Assembly assembly) =>
        assembly != typeof(CallerPlace).Assembly && assembly != typeof(object).Assembly && assembly != typeof(Enumerable).Assembly;

    private static string Name(MethodBase method, int offset)
    {
        var name = $"{method.DeclaringType?.FullName}.{method.Name}";
        return Symbols(method, offset) is { } place ? $"{name} ({place})" : name;
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
