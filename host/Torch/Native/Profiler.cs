// Which operators the time goes to.
using System.Globalization;

namespace TorchSharp;

/// <summary>How often an operator was called, and how long it took without the operators that it called in turn.</summary>
/// <param name="Name">The operator, as <c>aten::addmm</c>, or a node of the graph, as <c>AddmmBackward0</c>.</param>
/// <param name="Calls">Calls on all threads.</param>
/// <param name="Time">Their time together; of a GPU's operators it is the host's.</param>
public sealed record OperatorTime(string Name, long Calls, TimeSpan Time);

/// <summary>Times every operator of the process between <see cref="Start"/> and <see cref="Stop"/>. Off, it costs nothing.</summary>
public static unsafe class Profiler
{
    /// <summary>Begins. Operators are timed on all threads.</summary>
    /// <exception cref="TorchException">It has begun already.</exception>
    public static void Start() => NativeMethods.Check(NativeMethods.ph_profile_start(), "profiler");

    /// <summary>Ends, and gives the operators with the longest first.</summary>
    /// <exception cref="TorchException">It has not begun.</exception>
    public static IReadOnlyList<OperatorTime> Stop()
    {
        byte* lines;
        NativeMethods.Check(NativeMethods.ph_profile_stop(&lines), "profiler");
        return [.. Utf8.Text(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read).OrderByDescending(time => time.Time)];
    }

    private static OperatorTime Read(string line)
    {
        var parts = line.Split(' ', 3);
        return new OperatorTime(parts[2], long.Parse(parts[0], CultureInfo.InvariantCulture),
            TimeSpan.FromTicks(long.Parse(parts[1], CultureInfo.InvariantCulture) / TimeSpan.NanosecondsPerTick));
    }
}
